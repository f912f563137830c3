; The grid of an NVIDIA GPU, and memory of the device's own heap for arrays that a thread makes.

declare i32 @llvm.nvvm.read.ptx.sreg.tid.x()
declare i32 @llvm.nvvm.read.ptx.sreg.ctaid.x()
declare i32 @llvm.nvvm.read.ptx.sreg.nctaid.x()
declare void @llvm.nvvm.barrier0() convergent
declare i32 @llvm.nvvm.barrier0.or(i32) convergent
declare i32 @llvm.nvvm.shfl.sync.idx.i32(i32, i32, i32, i32) convergent
declare void @llvm.nvvm.bar.warp.sync(i32) convergent
declare { float, float, float, float } @llvm.nvvm.mma.m16n8k8.row.col.tf32(i32, i32, i32, i32, i32, i32, float, float, float, float) convergent
declare { float, float, float, float } @llvm.nvvm.mma.m16n8k16.row.col.bf16(i32, i32, i32, i32, i32, i32, float, float, float, float) convergent
declare { float, float, float, float } @llvm.nvvm.mma.m16n8k16.row.col.f32.f32(<2 x half>, <2 x half>, <2 x half>, <2 x half>, <2 x half>, <2 x half>, float, float, float, float) convergent
declare noalias ptr @malloc(i64)
declare void @free(ptr)

define i32 @jacobi_gpu_tid() alwaysinline {
  %r = call i32 @llvm.nvvm.read.ptx.sreg.tid.x(), !range !0
  ret i32 %r
}

define i32 @jacobi_gpu_ctaid() alwaysinline {
  %r = call i32 @llvm.nvvm.read.ptx.sreg.ctaid.x(), !range !1
  ret i32 %r
}

define i32 @jacobi_gpu_nctaid() alwaysinline {
  %r = call i32 @llvm.nvvm.read.ptx.sreg.nctaid.x(), !range !2
  ret i32 %r
}

define void @jacobi_gpu_barrier() convergent alwaysinline {
  call void @llvm.nvvm.barrier0()
  ret void
}

define i32 @jacobi_gpu_any(i32 %x) convergent alwaysinline {
  %r = call i32 @llvm.nvvm.barrier0.or(i32 %x)
  ret i32 %r
}

define i32 @jacobi_gpu_shfl(i32 %x, i32 %lane) convergent alwaysinline {
  %r = call i32 @llvm.nvvm.shfl.sync.idx.i32(i32 -1, i32 %x, i32 %lane, i32 31)
  ret i32 %r
}

define void @jacobi_gpu_warp() convergent alwaysinline {
  call void @llvm.nvvm.bar.warp.sync(i32 -1)
  ret void
}

; A warp's product of 16 rows and 8 columns: which thread has which element is said in the manual of PTX, m16n8k8 and m16n8k16.
define { float, float, float, float } @jacobi_gpu_mma_tf32(float %c0, float %c1, float %c2, float %c3, i32 %a0, i32 %a1, i32 %a2, i32 %a3, i32 %b0, i32 %b1) convergent alwaysinline {
  %r = call { float, float, float, float } @llvm.nvvm.mma.m16n8k8.row.col.tf32(i32 %a0, i32 %a1, i32 %a2, i32 %a3, i32 %b0, i32 %b1, float %c0, float %c1, float %c2, float %c3)
  ret { float, float, float, float } %r
}

define { float, float, float, float } @jacobi_gpu_mma_bf16(float %c0, float %c1, float %c2, float %c3, i32 %a0, i32 %a1, i32 %a2, i32 %a3, i32 %b0, i32 %b1) convergent alwaysinline {
  %r = call { float, float, float, float } @llvm.nvvm.mma.m16n8k16.row.col.bf16(i32 %a0, i32 %a1, i32 %a2, i32 %a3, i32 %b0, i32 %b1, float %c0, float %c1, float %c2, float %c3)
  ret { float, float, float, float } %r
}

define { float, float, float, float } @jacobi_gpu_mma_f16(float %c0, float %c1, float %c2, float %c3, i32 %a0, i32 %a1, i32 %a2, i32 %a3, i32 %b0, i32 %b1) convergent alwaysinline {
  %a0v = bitcast i32 %a0 to <2 x half>
  %a1v = bitcast i32 %a1 to <2 x half>
  %a2v = bitcast i32 %a2 to <2 x half>
  %a3v = bitcast i32 %a3 to <2 x half>
  %b0v = bitcast i32 %b0 to <2 x half>
  %b1v = bitcast i32 %b1 to <2 x half>
  %r = call { float, float, float, float } @llvm.nvvm.mma.m16n8k16.row.col.f32.f32(<2 x half> %a0v, <2 x half> %a1v, <2 x half> %a2v, <2 x half> %a3v, <2 x half> %b0v, <2 x half> %b1v, float %c0, float %c1, float %c2, float %c3)
  ret { float, float, float, float } %r
}

; The blocks of memory.ll, for functions of emitted code that keep lists of them: data begins at a multiple of 64; the 32 bytes in front are the owner's, where the block begins and, below zero, its size. Behind it is
; room up to the next multiple of 16.
define noalias ptr @jacobi_alloc(i64 %bytes) {
  %room = add i64 %bytes, 112
  %b = call ptr @malloc(i64 %room)
  %none = icmp eq ptr %b, null
  br i1 %none, label %fail, label %place
place:
  %bi = ptrtoint ptr %b to i64
  %up = add i64 %bi, 95
  %di = and i64 %up, -64
  %by = sub i64 %di, %bi
  %d = getelementptr i8, ptr %b, i64 %by
  %begin = getelementptr i8, ptr %d, i64 -16
  store ptr %b, ptr %begin
  %size = getelementptr i8, ptr %d, i64 -8
  %minus = sub i64 0, %room
  store i64 %minus, ptr %size
  ret ptr %d
fail:
  ret ptr null
}

; 16 bytes at a time: of a memset the code generator makes a loop over bytes, also of a loop over words.
define noalias ptr @jacobi_alloc_zero(i64 %bytes) {
entry:
  %p = call ptr @jacobi_alloc(i64 %bytes)
  %bad = icmp eq ptr %p, null
  br i1 %bad, label %done, label %begin
begin:
  %pi = ptrtoint ptr %p to i64
  %end = add i64 %pi, %bytes
  br label %next
next:
  %at = phi i64 [ %pi, %begin ], [ %at1, %clear ]
  %more = icmp ult i64 %at, %end
  br i1 %more, label %clear, label %done
clear:
  call void asm sideeffect "st.v2.u64 [$0], {$1, $1};", "l,l,~{memory}"(i64 %at, i64 0)
  %at1 = add i64 %at, 16
  br label %next
done:
  ret ptr %p
}

define void @jacobi_free(ptr %p) {
  %begin = getelementptr i8, ptr %p, i64 -16
  %b = load ptr, ptr %begin
  call void @free(ptr %b)
  ret void
}

!0 = !{i32 0, i32 1024}
!1 = !{i32 0, i32 2147483647}
!2 = !{i32 1, i32 -2147483648}
