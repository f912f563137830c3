; Memory for arrays that trips of a loop make, taken before the loop begins, so that no trip fails for want of it.

declare noalias ptr @jacobi_allocate(ptr, i64, i1)
declare i64 @jacobi_pool_threads()
declare void @jacobi_pause() ; a text of each platform has it
declare i64 @llvm.umin.i64(i64, i64)
declare i64 @llvm.cttz.i64(i64, i1)

; A new block on the list for arrays that trips of a loop make one after the other, of at most %bytes each: one, or, where threads share the trips, one for each that may be at work, at most 64. In its first 64 bytes are a
; bit for each that no thread has, and how far apart they lie. Null when there is no memory.
define noalias ptr @jacobi_reserve(ptr %slot, i64 %bytes, i1 %shared) {
  %big = icmp ugt i64 %bytes, 70368744177664
  br i1 %big, label %none, label %go
go:
  %up = add i64 %bytes, 127
  %each = and i64 %up, -64
  %threads = call i64 @jacobi_pool_threads()
  %most = call i64 @llvm.umin.i64(i64 %threads, i64 64)
  %n = select i1 %shared, i64 %most, i64 1
  %parts = mul i64 %each, %n
  %all = add i64 %parts, 64
  %p = call ptr @jacobi_allocate(ptr %slot, i64 %all, i1 false)
  %ok = icmp ne ptr %p, null
  br i1 %ok, label %fill, label %none
fill:
  %others = sub i64 64, %n
  %free = lshr i64 -1, %others
  store i64 %free, ptr %p
  %at = getelementptr i8, ptr %p, i64 8
  store i64 %each, ptr %at
  ret ptr %p
none:
  ret ptr null
}

; A part of such a block that no other thread has; as long as there is none, as there may be more than 64 threads, or more than there were, this one waits for another's trips to end. That is no deadlock: who has a part waits for
; nothing but the same part of other blocks, which have as many, and all threads claim them in one order; and a loop that threads share has none inside that they share. What another thread has left there is not looked at, but
; what this one writes must come behind that (acquire).
define noalias ptr @jacobi_claim(ptr %block) {
  br label %look
look:
  %free = load atomic i64, ptr %block monotonic, align 8
  %none = icmp eq i64 %free, 0
  br i1 %none, label %wait, label %try
wait:
  call void @jacobi_pause()
  br label %look
try:
  %less = sub i64 %free, 1
  %rest = and i64 %free, %less
  %swap = cmpxchg ptr %block, i64 %free, i64 %rest acquire monotonic
  %won = extractvalue { i64, i1 } %swap, 1
  br i1 %won, label %mine, label %look
mine:
  %k = call i64 @llvm.cttz.i64(i64 %free, i1 true)
  %at = getelementptr i8, ptr %block, i64 8
  %each = load i64, ptr %at
  %before = mul i64 %k, %each
  %off = add i64 %before, 64
  %p = getelementptr i8, ptr %block, i64 %off
  ret ptr %p
}

; Gives a part back.
define void @jacobi_release(ptr %block, ptr %part) {
  %at = getelementptr i8, ptr %block, i64 8
  %each = load i64, ptr %at
  %b = ptrtoint ptr %block to i64
  %p = ptrtoint ptr %part to i64
  %off = sub i64 %p, %b
  %before = sub i64 %off, 64
  %k = udiv i64 %before, %each
  %bit = shl i64 1, %k
  %old = atomicrmw or ptr %block, i64 %bit release
  ret void
}
