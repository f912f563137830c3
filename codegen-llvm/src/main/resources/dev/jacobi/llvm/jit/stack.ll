; How deep recursive native code may go. The JVM only warrants about 80 kB of stack to a native method, and a page fault below that
; ends the process, so the limit is taken from the thread's own stack.

declare i64 @pthread_self()
declare i32 @pthread_getattr_np(i64, ptr)
declare i32 @pthread_attr_getstack(ptr, ptr, ptr)
declare i32 @pthread_attr_destroy(ptr)
declare i32 @pthread_key_create(ptr, ptr)
declare ptr @pthread_getspecific(i32)
declare i32 @pthread_setspecific(i32, ptr)
declare i32 @getpid()
declare i64 @jacobi_thread()
declare i64 @jacobi_stack_reserve()
declare i64 @llvm.umax.i64(i64, i64)

; The C library takes a microsecond and more to say where a thread's stack lies, much longer than many a call. So what it has said stays with the thread, under two keys: the limit, and where the stack begins.
; They are made by the thread that first sets the state from 0 to 1; in state 2 they may be used.
@stack_state = internal global i32 0
@stack_limit = internal global i32 0
@stack_begin = internal global i32 0

; The limit that this thread has been told for the stack that %here is in; null when it has not been told any, or when a library has switched its stack.
define ptr @jacobi_stack_known(ptr %here) alwaysinline {
  %state = load atomic i32, ptr @stack_state acquire, align 4
  %ready = icmp eq i32 %state, 2
  br i1 %ready, label %look, label %none
look:
  %limitkey = load i32, ptr @stack_limit
  %limit = call ptr @pthread_getspecific(i32 %limitkey)
  %beginkey = load i32, ptr @stack_begin
  %begin = call ptr @pthread_getspecific(i32 %beginkey)
  ; a thread that has been told nothing has null in both, and no address is below null
  %above = icmp uge ptr %here, %limit
  %below = icmp ult ptr %here, %begin
  %inside = and i1 %above, %below
  br i1 %inside, label %known, label %none
known:
  ret ptr %limit
none:
  ret ptr null
}

; This thread will know them. Where there are no keys left it is asked each time.
define internal void @stack_tell(i64 %limit, i64 %begin) {
  %old = cmpxchg ptr @stack_state, i32 0, i32 1 acq_rel acquire
  %mine = extractvalue { i32, i1 } %old, 1
  br i1 %mine, label %make, label %ask
make:
  %r1 = call i32 @pthread_key_create(ptr @stack_limit, ptr null)
  %r2 = call i32 @pthread_key_create(ptr @stack_begin, ptr null)
  %r = or i32 %r1, %r2
  %ok = icmp eq i32 %r, 0
  br i1 %ok, label %made, label %end
made:
  store atomic i32 2, ptr @stack_state release, align 4
  br label %set
ask:
  %state = load atomic i32, ptr @stack_state acquire, align 4
  %ready = icmp eq i32 %state, 2
  br i1 %ready, label %set, label %end
set:
  ; the limit comes first: without it the second says nothing
  %limitp = inttoptr i64 %limit to ptr
  %limitkey = load i32, ptr @stack_limit
  %s1 = call i32 @pthread_setspecific(i32 %limitkey, ptr %limitp)
  %told = icmp eq i32 %s1, 0
  br i1 %told, label %second, label %end
second:
  %beginp = inttoptr i64 %begin to ptr
  %beginkey = load i32, ptr @stack_begin
  %s2 = call i32 @pthread_setspecific(i32 %beginkey, ptr %beginp)
  br label %end
end:
  ret void
}

; The lowest address that frames of functions called from the frame at %here may start at: @jacobi_stack_reserve (a text of each platform) above the end of the stack.
; The process' first thread gets at most 256 kB: its stack ends where -Xss says, which pthreads do not know, and is mapped only as it grows. Unknown stacks and those
; that a library switched to get 32 kB.
define ptr @jacobi_stack_limit(ptr %here) {
  ; the C library describes the thread's stack in a pthread_attr_t, which has at most 64 bytes on these platforms
  %attr = alloca [128 x i8], align 16
  %lowp = alloca ptr
  %sizep = alloca i64
  %told = call ptr @jacobi_stack_known(ptr %here)
  %asked = icmp eq ptr %told, null
  br i1 %asked, label %ask, label %before
before:
  ret ptr %told
ask:
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
  br i1 %first, label %give, label %tell
tell:
  %begin = add i64 %low, %size
  call void @stack_tell(i64 %end, i64 %begin)
  br label %give
give:
  %p = inttoptr i64 %limit to ptr
  ret ptr %p
unknown:
  %few = sub i64 %at, 32768
  %q = inttoptr i64 %few to ptr
  ret ptr %q
}
