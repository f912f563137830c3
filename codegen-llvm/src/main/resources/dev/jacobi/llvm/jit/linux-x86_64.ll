; What the native runtime must know of Linux on x86-64.

declare i64 @syscall(i64, ...)
declare void @llvm.x86.sse2.pause()

; Tells the processor that the thread waits by spinning: it then leaves more to the other thread of its core.
define void @jacobi_pause() alwaysinline {
  call void @llvm.x86.sse2.pause()
  ret void
}

; The system's number of this thread, which for a process' first thread is that of the process. The system call 186 is gettid, for which older C libraries have no function.
define i64 @jacobi_thread() alwaysinline {
  %tid = call i64 (i64, ...) @syscall(i64 186)
  ret i64 %tid
}

; Bytes at the end of a thread's stack that compiled code leaves alone: the JVM's guard pages are there, and a last frame must still fit.
define i64 @jacobi_stack_reserve() alwaysinline {
  ret i64 163840
}
