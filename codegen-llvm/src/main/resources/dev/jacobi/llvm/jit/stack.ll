; How deep recursive native code may go. The JVM only warrants about 80 kB of stack to a native method, and a page fault below that
; ends the process, so the limit is taken from the thread's own stack.

declare i64 @pthread_self()
declare i32 @pthread_getattr_np(i64, ptr)
declare i32 @pthread_attr_getstack(ptr, ptr, ptr)
declare i32 @pthread_attr_destroy(ptr)
declare i32 @getpid()
declare i64 @jacobi_thread()
declare i64 @jacobi_stack_reserve()
declare i64 @llvm.umax.i64(i64, i64)

; The lowest address that frames of functions called from the frame at %here may start at: @jacobi_stack_reserve (a text of each platform) above the end of the stack.
; The process' first thread gets at most 256 kB: its stack ends where -Xss says, which pthreads do not know, and is mapped only as it grows. Unknown stacks and those
; that a library switched to get 32 kB.
define ptr @jacobi_stack_limit(ptr %here) {
  ; the C library describes the thread's stack in a pthread_attr_t, which has at most 64 bytes on these platforms
  %attr = alloca [128 x i8], align 16
  %lowp = alloca ptr
  %sizep = alloca i64
  %at = ptrtoint ptr %here to i64
  %self = call i64 @pthread_self()
  %rc = call i32 @pthread_getattr_np(i64 %self, ptr %attr)
  %ok = icmp eq i32 %rc, 0
  br i1 %ok, label %known, label %unknown
known:
  ; the lowest address of the stack, and its size; unsigned, one comparison says whether the frame is between both ends
  %rs = call i32 @pthread_attr_getstack(ptr %attr, ptr %lowp, ptr %sizep)
  %rd = call i32 @pthread_attr_destroy(ptr %attr)
  %low = load i64, ptr %lowp
  %size = load i64, ptr %sizep
  %above = sub i64 %at, %low
  %inside = icmp ult i64 %above, %size
  br i1 %inside, label %own, label %unknown
own:
  ; the higher of two limits holds, of which the second is for the first thread only, whose number is the process'
  %reserve = call i64 @jacobi_stack_reserve()
  %end = add i64 %low, %reserve
  %pid = call i32 @getpid()
  %tid = call i64 @jacobi_thread()
  %pid64 = sext i32 %pid to i64
  %first = icmp eq i64 %tid, %pid64
  %less = sub i64 %at, 262144
  %budget = select i1 %first, i64 %less, i64 0
  %limit = call i64 @llvm.umax.i64(i64 %end, i64 %budget)
  %p = inttoptr i64 %limit to ptr
  ret ptr %p
unknown:
  %few = sub i64 %at, 32768
  %q = inttoptr i64 %few to ptr
  ret ptr %q
}
