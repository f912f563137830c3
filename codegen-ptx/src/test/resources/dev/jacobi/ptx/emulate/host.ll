; The grid of a GPU on the host: blocks one after the other. The threads of a block that meet are fibers, which give way to each other at
; barriers and exchanges only, in the order of their numbers; so every run is the same. State is volatile, as fibers change behind LLVM's back.

@thread = internal global i32 0
@block = internal global i32 0
@blocks = internal global i32 0
@alive = internal global i32 0
@arrived = internal global i32 0
@generation = internal global i32 0
@joined = internal global i32 0
@result = internal global i32 0
@warp.alive = internal global [32 x i32] zeroinitializer
@warp.arrived = internal global [32 x i32] zeroinitializer
@warp.generation = internal global [32 x i32] zeroinitializer
@given = internal global [1024 x i32] zeroinitializer
@done = internal global [1024 x i8] zeroinitializer
; Operands of products on tensor cores: for each thread four words of the left matrix and two of the right one.
@operands = internal global [6144 x i32] zeroinitializer
@entry = internal global ptr null
@words = internal global ptr null
@backwards = internal global i32 0
; Where each fiber's stack is when it does not run, and last the grid's own: what it has to keep lies on it, for x86-64 six registers and where to go on.
@contexts = internal global [1025 x ptr] zeroinitializer, align 64

; Goes on where the second context is; the first is where this call returns. No system call, as swapcontext makes two.
define internal void @switch(ptr %from, ptr %to) naked noinline {
  call void asm sideeffect "pushq %rbp; pushq %rbx; pushq %r12; pushq %r13; pushq %r14; pushq %r15; movq %rsp, (%rdi); movq (%rsi), %rsp; popq %r15; popq %r14; popq %r13; popq %r12; popq %rbx; popq %rbp; retq", ""()
  unreachable
}

define i32 @jacobi_gpu_tid() noinline {
  %r = load volatile i32, ptr @thread
  ret i32 %r
}

define i32 @jacobi_gpu_ctaid() noinline {
  %r = load volatile i32, ptr @block
  ret i32 %r
}

define i32 @jacobi_gpu_nctaid() noinline {
  %r = load volatile i32, ptr @blocks
  ret i32 %r
}

define internal ptr @context(i32 %t) {
  %p = getelementptr ptr, ptr @contexts, i32 %t
  ret ptr %p
}

; Lets the others run.
define internal void @give_way() noinline {
  %t = load volatile i32, ptr @thread
  %own = call ptr @context(i32 %t)
  %main = call ptr @context(i32 1024)
  call void @switch(ptr %own, ptr %main)
  ret void
}

; Waits until all threads that are still there have come, and joins what they bring.
define i32 @jacobi_gpu_any(i32 %x) noinline {
  %j = load volatile i32, ptr @joined
  %j1 = or i32 %j, %x
  store volatile i32 %j1, ptr @joined
  %a = load volatile i32, ptr @arrived
  %a1 = add i32 %a, 1
  store volatile i32 %a1, ptr @arrived
  %g = load volatile i32, ptr @generation
  call void @open_barrier()
  br label %wait
wait:
  %now = load volatile i32, ptr @generation
  %same = icmp eq i32 %now, %g
  br i1 %same, label %more, label %go
more:
  call void @give_way()
  br label %wait
go:
  %r = load volatile i32, ptr @result
  ret i32 %r
}

define internal void @open_barrier() noinline {
  %a = load volatile i32, ptr @arrived
  %n = load volatile i32, ptr @alive
  %all = icmp eq i32 %a, %n
  %some = icmp ne i32 %a, 0
  %open = and i1 %all, %some
  br i1 %open, label %yes, label %no
yes:
  %j = load volatile i32, ptr @joined
  store volatile i32 %j, ptr @result
  store volatile i32 0, ptr @joined
  store volatile i32 0, ptr @arrived
  %g = load volatile i32, ptr @generation
  %g1 = add i32 %g, 1
  store volatile i32 %g1, ptr @generation
  br label %no
no:
  ret void
}

define void @jacobi_gpu_barrier() noinline {
  %r = call i32 @jacobi_gpu_any(i32 0)
  ret void
}

define void @jacobi_gpu_warp() noinline {
  call void @meet_warp()
  ret void
}

define internal void @meet_warp() noinline {
  %t = load volatile i32, ptr @thread
  %w = lshr i32 %t, 5
  %pa = getelementptr i32, ptr @warp.arrived, i32 %w
  %pg = getelementptr i32, ptr @warp.generation, i32 %w
  %a = load volatile i32, ptr %pa
  %a1 = add i32 %a, 1
  store volatile i32 %a1, ptr %pa
  %g = load volatile i32, ptr %pg
  call void @open_warp(i32 %w)
  br label %wait
wait:
  %now = load volatile i32, ptr %pg
  %same = icmp eq i32 %now, %g
  br i1 %same, label %more, label %go
more:
  call void @give_way()
  br label %wait
go:
  ret void
}

define internal void @open_warp(i32 %w) noinline {
  %pa = getelementptr i32, ptr @warp.arrived, i32 %w
  %pg = getelementptr i32, ptr @warp.generation, i32 %w
  %pn = getelementptr i32, ptr @warp.alive, i32 %w
  %a = load volatile i32, ptr %pa
  %n = load volatile i32, ptr %pn
  %all = icmp eq i32 %a, %n
  br i1 %all, label %yes, label %no
yes:
  store volatile i32 0, ptr %pa
  %g = load volatile i32, ptr %pg
  %g1 = add i32 %g, 1
  store volatile i32 %g1, ptr %pg
  br label %no
no:
  ret void
}

define i32 @jacobi_gpu_shfl(i32 %x, i32 %lane) noinline {
  %t = load volatile i32, ptr @thread
  %own = getelementptr i32, ptr @given, i32 %t
  store volatile i32 %x, ptr %own
  call void @meet_warp()
  %w = and i32 %t, -32
  %l = and i32 %lane, 31
  %from = or i32 %w, %l
  %other = getelementptr i32, ptr @given, i32 %from
  %r = load volatile i32, ptr %other
  call void @meet_warp()
  ret i32 %r
}

define internal i32 @operand(i32 %lane, i32 %word) {
  %t = load volatile i32, ptr @thread
  %w = and i32 %t, -32
  %from = add i32 %w, %lane
  %six = mul i32 %from, 6
  %at = add i32 %six, %word
  %p = getelementptr i32, ptr @operands, i32 %at
  %r = load volatile i32, ptr %p
  ret i32 %r
}

; A number of 16 bits of a word as a float; kind 1: bf16, 2: f16.
define internal float @half(i32 %word, i32 %second, i32 %kind) {
  %by = shl i32 %second, 4
  %down = lshr i32 %word, %by
  %bits = trunc i32 %down to i16
  %h = bitcast i16 %bits to half
  %f = fpext half %h to float
  %wide = zext i16 %bits to i32
  %up = shl i32 %wide, 16
  %b = bitcast i32 %up to float
  %isb = icmp eq i32 %kind, 1
  %r = select i1 %isb, float %b, float %f
  ret float %r
}

; An element of the left (side 0: rows) or right (side 1: columns) matrix at a place of the contracted axis. A float is cut to 11 bits, as tensor cores do; kind 0.
define internal float @factor(i32 %at, i32 %k, i32 %side, i32 %kind) {
  %floats = icmp eq i32 %kind, 0
  %g = and i32 %at, 7
  %first = mul i32 %g, 4
  %k4 = and i32 %k, 3
  %k8 = and i32 %k, 7
  %pair = lshr i32 %k8, 1
  %member = select i1 %floats, i32 %k4, i32 %pair
  %lane = add i32 %first, %member
  %quarter = lshr i32 %k, 2
  %eighth = lshr i32 %k, 3
  %half = select i1 %floats, i32 %quarter, i32 %eighth
  %lower = lshr i32 %at, 3
  %twice = mul i32 %half, 2
  %wl = add i32 %twice, %lower
  %wr = add i32 %half, 4
  %isl = icmp eq i32 %side, 0
  %word = select i1 %isl, i32 %wl, i32 %wr
  %v = call i32 @operand(i32 %lane, i32 %word)
  %cut = and i32 %v, -8192
  %f = bitcast i32 %cut to float
  %second = and i32 %k, 1
  %h = call float @half(i32 %v, i32 %second, i32 %kind)
  %r = select i1 %floats, float %f, float %h
  ret float %r
}

define internal float @mma_sum(float %c, i32 %row, i32 %column, i32 %kind) {
entry:
  %floats = icmp eq i32 %kind, 0
  %n = select i1 %floats, i32 8, i32 16
  br label %next
next:
  %k = phi i32 [ 0, %entry ], [ %k1, %next ]
  %s = phi float [ %c, %entry ], [ %s1, %next ]
  %x = call float @factor(i32 %row, i32 %k, i32 0, i32 %kind)
  %y = call float @factor(i32 %column, i32 %k, i32 1, i32 %kind)
  %m = fmul float %x, %y
  %s1 = fadd float %s, %m
  %k1 = add i32 %k, 1
  %more = icmp ult i32 %k1, %n
  br i1 %more, label %next, label %end
end:
  ret float %s1
}

define internal { float, float, float, float } @mma(i32 %kind, float %c0, float %c1, float %c2, float %c3, i32 %a0, i32 %a1, i32 %a2, i32 %a3, i32 %b0, i32 %b1) noinline {
  %t = load volatile i32, ptr @thread
  %six = mul i32 %t, 6
  %i0 = add i32 %six, 0
  %p0 = getelementptr i32, ptr @operands, i32 %i0
  store volatile i32 %a0, ptr %p0
  %i1 = add i32 %six, 1
  %p1 = getelementptr i32, ptr @operands, i32 %i1
  store volatile i32 %a1, ptr %p1
  %i2 = add i32 %six, 2
  %p2 = getelementptr i32, ptr @operands, i32 %i2
  store volatile i32 %a2, ptr %p2
  %i3 = add i32 %six, 3
  %p3 = getelementptr i32, ptr @operands, i32 %i3
  store volatile i32 %a3, ptr %p3
  %i4 = add i32 %six, 4
  %p4 = getelementptr i32, ptr @operands, i32 %i4
  store volatile i32 %b0, ptr %p4
  %i5 = add i32 %six, 5
  %p5 = getelementptr i32, ptr @operands, i32 %i5
  store volatile i32 %b1, ptr %p5
  call void @meet_warp()
  %l = and i32 %t, 31
  %g = lshr i32 %l, 2
  %g8 = add i32 %g, 8
  %q = and i32 %l, 3
  %n0 = mul i32 %q, 2
  %n1 = add i32 %n0, 1
  %s0 = call float @mma_sum(float %c0, i32 %g, i32 %n0, i32 %kind)
  %s1 = call float @mma_sum(float %c1, i32 %g, i32 %n1, i32 %kind)
  %s2 = call float @mma_sum(float %c2, i32 %g8, i32 %n0, i32 %kind)
  %s3 = call float @mma_sum(float %c3, i32 %g8, i32 %n1, i32 %kind)
  call void @meet_warp()
  %r0 = insertvalue { float, float, float, float } undef, float %s0, 0
  %r1 = insertvalue { float, float, float, float } %r0, float %s1, 1
  %r2 = insertvalue { float, float, float, float } %r1, float %s2, 2
  %r3 = insertvalue { float, float, float, float } %r2, float %s3, 3
  ret { float, float, float, float } %r3
}

define { float, float, float, float } @jacobi_gpu_mma_tf32(float %c0, float %c1, float %c2, float %c3, i32 %a0, i32 %a1, i32 %a2, i32 %a3, i32 %b0, i32 %b1) noinline {
  %r = call { float, float, float, float } @mma(i32 0, float %c0, float %c1, float %c2, float %c3, i32 %a0, i32 %a1, i32 %a2, i32 %a3, i32 %b0, i32 %b1)
  ret { float, float, float, float } %r
}

define { float, float, float, float } @jacobi_gpu_mma_bf16(float %c0, float %c1, float %c2, float %c3, i32 %a0, i32 %a1, i32 %a2, i32 %a3, i32 %b0, i32 %b1) noinline {
  %r = call { float, float, float, float } @mma(i32 1, float %c0, float %c1, float %c2, float %c3, i32 %a0, i32 %a1, i32 %a2, i32 %a3, i32 %b0, i32 %b1)
  ret { float, float, float, float } %r
}

define { float, float, float, float } @jacobi_gpu_mma_f16(float %c0, float %c1, float %c2, float %c3, i32 %a0, i32 %a1, i32 %a2, i32 %a3, i32 %b0, i32 %b1) noinline {
  %r = call { float, float, float, float } @mma(i32 2, float %c0, float %c1, float %c2, float %c3, i32 %a0, i32 %a1, i32 %a2, i32 %a3, i32 %b0, i32 %b1)
  ret { float, float, float, float } %r
}

define internal void @fiber() noinline {
  %f = load volatile ptr, ptr @entry
  %w = load volatile ptr, ptr @words
  call void %f(ptr %w)
  %t = load volatile i32, ptr @thread
  %p = getelementptr i8, ptr @done, i32 %t
  store volatile i8 1, ptr %p
  %a = load volatile i32, ptr @alive
  %a1 = sub i32 %a, 1
  store volatile i32 %a1, ptr @alive
  call void @open_barrier()
  %wn = lshr i32 %t, 5
  %pn = getelementptr i32, ptr @warp.alive, i32 %wn
  %n = load volatile i32, ptr %pn
  %n1 = sub i32 %n, 1
  store volatile i32 %n1, ptr %pn
  call void @open_warp(i32 %wn)
  call void @give_way()
  unreachable
}

; The i-th of n in the order of this run.
define internal i32 @place(i32 %i, i32 %n) {
  %b = load volatile i32, ptr @backwards
  %back = icmp ne i32 %b, 0
  %last = sub i32 %n, 1
  %r = sub i32 %last, %i
  %p = select i1 %back, i32 %r, i32 %i
  ret i32 %p
}

; Threads that never meet.
define internal void @alone(ptr %f, ptr %words, i32 %threads) noinline {
entry:
  br label %next
next:
  %t = phi i32 [ 0, %entry ], [ %t1, %next ]
  %p = call i32 @place(i32 %t, i32 %threads)
  store volatile i32 %p, ptr @thread
  call void %f(ptr %words)
  %t1 = add i32 %t, 1
  %more = icmp ult i32 %t1, %threads
  br i1 %more, label %next, label %end
end:
  ret void
}

define internal void @together(i32 %threads, ptr %stacks, i64 %size) noinline {
entry:
  store volatile i32 %threads, ptr @alive
  store volatile i32 0, ptr @arrived
  store volatile i32 0, ptr @joined
  br label %warps
warps:
  %w = phi i32 [ 0, %entry ], [ %w1, %warps ]
  %pn = getelementptr i32, ptr @warp.alive, i32 %w
  %first = mul i32 %w, 32
  %left = sub i32 %threads, %first
  %few = icmp slt i32 %left, 32
  %n0 = select i1 %few, i32 %left, i32 32
  store volatile i32 %n0, ptr %pn
  %pa = getelementptr i32, ptr @warp.arrived, i32 %w
  store volatile i32 0, ptr %pa
  %w1 = add i32 %w, 1
  %morew = icmp ult i32 %w1, 32
  br i1 %morew, label %warps, label %make
make:
  %t = phi i32 [ 0, %warps ], [ %t1, %make ]
  %c = call ptr @context(i32 %t)
  %t64 = zext i32 %t to i64
  %end64 = add i64 %t64, 1
  %off = mul i64 %end64, %size
  %end.stack = getelementptr i8, ptr %stacks, i64 %off
  %end.number = ptrtoint ptr %end.stack to i64
  %aligned = and i64 %end.number, -16
  ; a function starts with its stack 8 bytes off a multiple of 16
  %go = sub i64 %aligned, 16
  %pgo = inttoptr i64 %go to ptr
  store volatile ptr @fiber, ptr %pgo
  %saved = sub i64 %go, 48
  %psaved = inttoptr i64 %saved to ptr
  store volatile ptr %psaved, ptr %c
  %pd = getelementptr i8, ptr @done, i32 %t
  store volatile i8 0, ptr %pd
  %t1 = add i32 %t, 1
  %moret = icmp ult i32 %t1, %threads
  br i1 %moret, label %make, label %round
round:
  %unused = load volatile i32, ptr @alive
  br label %turn
turn:
  %n = phi i32 [ 0, %round ], [ %i1, %after ]
  %i = call i32 @place(i32 %n, i32 %threads)
  %pdone = getelementptr i8, ptr @done, i32 %i
  %d = load volatile i8, ptr %pdone
  %over = icmp ne i8 %d, 0
  br i1 %over, label %after, label %run
run:
  store volatile i32 %i, ptr @thread
  %ci = call ptr @context(i32 %i)
  %mainc = call ptr @context(i32 1024)
  call void @switch(ptr %mainc, ptr %ci)
  br label %after
after:
  %i1 = add i32 %n, 1
  %morei = icmp ult i32 %i1, %threads
  br i1 %morei, label %turn, label %check
check:
  %left1 = load volatile i32, ptr @alive
  %any = icmp ne i32 %left1, 0
  br i1 %any, label %round, label %end
end:
  ret void
}

; args: entry, its words, blocks, threads, stacks (null: the threads never meet), bytes of a stack; when that is below zero everything goes in opposite order.
define void @run_grid(ptr %f, ptr %words, i64 %nblocks, i64 %nthreads, ptr %stacks, i64 %given) {
entry:
  %neg = icmp slt i64 %given, 0
  %negated = sub i64 0, %given
  %size = select i1 %neg, i64 %negated, i64 %given
  %flag = zext i1 %neg to i32
  store volatile i32 %flag, ptr @backwards
  store volatile ptr %f, ptr @entry
  store volatile ptr %words, ptr @words
  %b32 = trunc i64 %nblocks to i32
  %t32 = trunc i64 %nthreads to i32
  store volatile i32 %b32, ptr @blocks
  %single = icmp eq ptr %stacks, null
  br label %next
next:
  %b = phi i32 [ 0, %entry ], [ %b1, %done ]
  %place = call i32 @place(i32 %b, i32 %b32)
  store volatile i32 %place, ptr @block
  br i1 %single, label %apart, label %meeting
apart:
  call void @alone(ptr %f, ptr %words, i32 %t32)
  br label %done
meeting:
  call void @together(i32 %t32, ptr %stacks, i64 %size)
  br label %done
done:
  %b1 = add i32 %b, 1
  %more = icmp ult i32 %b1, %b32
  br i1 %more, label %next, label %end
end:
  ret void
}
