; What the native runtime must know of Linux on ARM's processors of 64 bits.

declare i64 @syscall(i64, ...)
declare i32 @getpagesize()
declare void @llvm.aarch64.hint(i32)

; Tells the processor that the thread waits by spinning: hint 1 is the instruction yield.
define void @jacobi_pause() alwaysinline {
  call void @llvm.aarch64.hint(i32 1)
  ret void
}

; The system's number of this thread, which for a process' first thread is that of the process. The system call 178 is gettid, for which older C libraries have no function.
define i64 @jacobi_thread() alwaysinline {
  %tid = call i64 (i64, ...) @syscall(i64 178)
  ret i64 %tid
}

; Bytes at the end of a thread's stack that compiled code leaves alone: the JVM's guard pages are there, and a last frame must still fit. The system's pages have 4, 16 or 64 kB, and the JVM rounds
; each of its four zones there up to whole pages, so that four times what a page has beyond 4 kB is added to the 160 kB of other processors.
define i64 @jacobi_stack_reserve() alwaysinline {
  %size = call i32 @getpagesize()
  %page = zext i32 %size to i64
  %beyond = sub i64 %page, 4096
  %zones = shl i64 %beyond, 2
  %reserve = add i64 %zones, 163840
  ret i64 %reserve
}
