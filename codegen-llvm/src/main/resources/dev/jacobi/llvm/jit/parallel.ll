; The pool of native threads. One parallel loop runs at a time: whoever finds the pool taken, from another thread or from inside a
; loop body, runs its loop alone. Threads are made when a loop first wants them, wait by spinning for some 30 microseconds and then on a
; condition variable, and are never joined: the process may end at any time. To wake a thread may cost the caller 50 microseconds where the system is a virtual machine, so a loop has a patience:
; the caller works alone until this loop, with those right in front of it, has taken so long, or will. Short loops that come one by one never wake anybody. The caller, too, sleeps when a thread that is inside does not come out for long: on a busy machine it has lost its processor.
; (To give way by sched_yield instead costs the caller its turn, each time that of all other programs' threads: loops of a millisecond took 40 and more.) Threads block all signals but those of their own
; faults, so the JVM's signals go to the JVM's threads. Nothing here waits for a JVM thread, so arrays may stay pinned meanwhile.
;
; @state: bits 63..32 number of the loop, bit 31 closed, bits 30..0 threads inside it. A thread enters by adding one while the loop
; is open; the caller closes it when no index is left, and waits until nobody is inside. Only then may the loop's data change.

; How many threads there shall be beside the calling one, how many there are, and 1 while somebody has taken the pool.
@workers = internal global i32 0
@started = internal global i32 0
@busy = internal global i32 0
; What threads write at the same time lies on cache lines of its own: the state (it begins closed, as loop 0), how many threads are asleep.
@state = internal global [8 x i64] [i64 2147483648, i64 0, i64 0, i64 0, i64 0, i64 0, i64 0, i64 0], align 64
@sleepers = internal global [16 x i32] zeroinitializer, align 64
; For whoever has the pool: when the loops that follow each other closely began, or when threads were woken last, and when the last loop ended that found threads asleep; in nanoseconds.
@began = internal global i64 0
@ended = internal global i64 0
; What threads sleep on: a pthread_mutex_t and a pthread_cond_t, which are valid as zeros and have at most 48 bytes.
@mutex = internal global [64 x i8] zeroinitializer, align 64
@cond = internal global [64 x i8] zeroinitializer, align 64
; What the caller of a loop sleeps on with the same mutex, and 1 while it does or is about to.
@left = internal global [64 x i8] zeroinitializer, align 64
@waiting = internal global i32 0
; The name of a thread, for debuggers.
@label = internal constant [14 x i8] c"jacobi-worker\00"

declare i64 @llvm.fptosi.sat.i64.f64(double)
declare i32 @pthread_create(ptr, ptr, ptr, ptr)
declare i32 @pthread_attr_init(ptr)
declare i32 @pthread_attr_destroy(ptr)
declare i32 @pthread_attr_setstacksize(ptr, i64)
declare i32 @pthread_attr_setdetachstate(ptr, i32)
declare i32 @pthread_setname_np(i64, ptr)
declare i32 @pthread_sigmask(i32, ptr, ptr)
declare i32 @sigfillset(ptr)
declare i32 @sigdelset(ptr, i32)
declare i32 @pthread_mutex_lock(ptr)
declare i32 @pthread_mutex_unlock(ptr)
declare i32 @pthread_cond_wait(ptr, ptr)
declare i32 @pthread_cond_broadcast(ptr)
declare i32 @clock_gettime(i32, ptr)
declare void @jacobi_pause() ; a text of each platform has it
declare i64 @llvm.smin.i64(i64, i64)
declare i64 @llvm.smax.i64(i64, i64)

; How many threads to add to the calling one.
define i64 @jacobi_pool_workers(i64 %n) {
  %w = trunc i64 %n to i32
  store atomic i32 %w, ptr @workers monotonic, align 4
  ret i64 0
}

; How many threads may work at a time, with the calling one.
define i64 @jacobi_pool_threads() {
  %w = load atomic i32, ptr @workers monotonic, align 4
  %n = add i32 %w, 1
  %n64 = zext i32 %n to i64
  ret i64 %n64
}

; Calls fn(ctx, lo, hi) for disjoint ranges that cover 0..n, each of at most grain indices unless the whole runs alone.
; A grain of 0 or less means: some eight ranges per thread. Threads that sleep are woken once this thread has worked alone for %patience nanoseconds; 0 for at once.
define void @jacobi_parallel_for(ptr %fn, ptr %ctx, i64 %n, i64 %grain, i64 %patience) {
  %some = icmp sgt i64 %n, 0
  br i1 %some, label %decide, label %nothing
nothing:
  ret void
decide:
  ; Alone when there are no other threads, or when one range has all indices. Eight ranges per thread are enough for threads that are not equally fast.
  %want = load atomic i32, ptr @workers monotonic, align 4
  %single = icmp eq i32 %want, 0
  %all = add i32 %want, 1
  %all64 = zext i32 %all to i64
  %parts = shl i64 %all64, 3
  %auto = sdiv i64 %n, %parts
  %given = icmp sgt i64 %grain, 0
  %g0 = select i1 %given, i64 %grain, i64 %auto
  %g = call i64 @llvm.smax.i64(i64 %g0, i64 1)
  %short = icmp sle i64 %n, %g
  %alone = or i1 %single, %short
  br i1 %alone, label %inline, label %take
take:
  ; Whoever makes a 1 of the 0 has the pool; all others do not wait for it.
  %taken = cmpxchg ptr @busy, i32 0, i32 1 acquire monotonic
  %mine = extractvalue { i32, i1 } %taken, 1
  br i1 %mine, label %lead, label %inline
inline:
  call void %fn(ptr %ctx, i64 0, i64 %n)
  ret void
lead:
  ; The loop is described first and opened then: a thread that sees its number in the state sees its description, too, as the store is at least a release and the thread's load an acquire.
  store ptr %fn, ptr @body
  store ptr %ctx, ptr @context
  store i64 %n, ptr @count
  store i64 %g, ptr @step
  call void @divide(i64 %n, i64 %g, i64 %all64)
  %old = load atomic i64, ptr @state monotonic, align 8
  %id = lshr i64 %old, 32
  %id1 = add i64 %id, 1
  %open = shl i64 %id1, 32
  store atomic i64 %open, ptr @state seq_cst, align 8
  %slowly = icmp sgt i64 %patience, 0
  br i1 %slowly, label %first, label %ring
first:
  call void @alone(ptr %fn, ptr %ctx, i64 %n, i64 %g, i64 %patience, i32 %want)
  br label %work
ring:
  call void @wake(i32 %want)
  br label %work
work:
  ; This thread works, too. When no index is left it closes the loop by bit 31, and waits until the threads that are inside have left.
  call void @ranges(ptr %fn, ptr %ctx, i64 0)
  %before = atomicrmw or ptr @state, i64 2147483648 seq_cst
  br label %wait
wait:
  %tries = phi i32 [ 0, %work ], [ %tries1, %relax ]
  %now = load atomic i64, ptr @state acquire, align 8
  %inside = and i64 %now, 2147483647
  %empty = icmp eq i64 %inside, 0
  br i1 %empty, label %finish, label %pause
pause:
  ; It waits by spinning at first, and sleeps then.
  %tries1 = add i32 %tries, 1
  %long = icmp ugt i32 %tries, 2000
  br i1 %long, label %sleep, label %relax
relax:
  call void @jacobi_pause()
  br label %wait
sleep:
  ; It says that it sleeps before it looks at the state once more, and a thread leaves before it looks whether anybody sleeps, in one order for all (seq_cst): either the caller sees that the thread has left
  ; or the thread sees it waiting, and wakes it with the mutex held.
  call i32 @pthread_mutex_lock(ptr @mutex)
  store atomic i32 1, ptr @waiting seq_cst, align 4
  br label %look
look:
  %late = load atomic i64, ptr @state seq_cst, align 8
  %still = and i64 %late, 2147483647
  %out = icmp eq i64 %still, 0
  br i1 %out, label %awake, label %nap
nap:
  call i32 @pthread_cond_wait(ptr @left, ptr @mutex)
  br label %look
awake:
  store atomic i32 0, ptr @waiting seq_cst, align 4
  call i32 @pthread_mutex_unlock(ptr @mutex)
  br label %finish
finish:
  ; When threads fall asleep later than this the loops no longer follow each other closely, so the time need not be kept.
  %resting = call i1 @resting(i32 %want)
  br i1 %resting, label %note, label %release
note:
  %end = call i64 @nanos()
  store i64 %end, ptr @ended
  br label %release
release:
  ; The release lets the next one who takes the pool change the description only now.
  store atomic i32 0, ptr @busy release, align 4
  ret void
}

; The same where that is worth it: an index takes so many nanoseconds by estimate (infinitely many: threads are woken at once). From 40 microseconds of work on threads pay; a range is some 8 of them, and a multiple of %step.
define void @jacobi_share(ptr %fn, ptr %ctx, i64 %n, double %nanos, i64 %step) {
  %count = sitofp i64 %n to double
  %total = fmul double %count, %nanos
  %many = fcmp ogt double %total, 40000.0
  br i1 %many, label %share, label %alone
share:
  %part = fdiv double 8000.0, %nanos
  %whole = call i64 @llvm.fptosi.sat.i64.f64(double %part)
  %steps = sdiv i64 %whole, %step
  %steps1 = add i64 %steps, 1
  %grain = mul i64 %steps1, %step
  %soon = fcmp oeq double %nanos, 0x7FF0000000000000
  %patience = select i1 %soon, i64 0, i64 60000
  call void @jacobi_parallel_for(ptr %fn, ptr %ctx, i64 %n, i64 %grain, i64 %patience)
  ret void
alone:
  call void %fn(ptr %ctx, i64 0, i64 %n)
  ret void
}

; Whether a thread sleeps or is still to be made. A thread counts itself as asleep before it looks at the state once more, and the state of a loop is stored before the sleepers are counted. Both in one
; order for all threads (seq_cst), so that either the thread sees the open loop or it is seen asleep.
define internal i1 @resting(i32 %want) {
  %asleep = load atomic i32, ptr @sleepers seq_cst, align 4
  %some = icmp ne i32 %asleep, 0
  %have = load i32, ptr @started
  %missing = icmp slt i32 %have, %want
  %or = or i1 %some, %missing
  ret i1 %or
}

; Has all threads come: makes those that are missing, and wakes those that sleep.
define internal void @wake(i32 %want) {
  call void @start(i32 %want)
  %asleep = load atomic i32, ptr @sleepers seq_cst, align 4
  %some = icmp ne i32 %asleep, 0
  br i1 %some, label %ring, label %end
ring:
  call i32 @pthread_mutex_lock(ptr @mutex)
  call i32 @pthread_cond_broadcast(ptr @cond)
  call i32 @pthread_mutex_unlock(ptr @mutex)
  br label %end
end:
  ret void
}

; Nanoseconds of a clock that only goes on (1: CLOCK_MONOTONIC).
define internal i64 @nanos() {
  %clock = alloca [2 x i64], align 16
  %rc = call i32 @clock_gettime(i32 1, ptr %clock)
  %seconds = load i64, ptr %clock
  %restp = getelementptr i64, ptr %clock, i64 1
  %rest = load i64, ptr %restp
  %giga = mul i64 %seconds, 1000000000
  %now = add i64 %giga, %rest
  ret i64 %now
}

; True when a loop other than the one seen last is open.
define internal i1 @ready(i64 %state, i64 %seen) {
  %id = lshr i64 %state, 32
  %other = icmp ne i64 %id, %seen
  %bit = and i64 %state, 2147483648
  %open = icmp eq i64 %bit, 0
  %both = and i1 %other, %open
  ret i1 %both
}

define internal ptr @worker(ptr %number) {
  ; The caller is thread 0.
  %me = ptrtoint ptr %number to i64
  br label %idle
idle:
  ; The number of the loop that this thread was inside of last; it enters each at most once.
  %seen = phi i64 [ 0, %0 ], [ %id, %leave ], [ %id, %tell ], [ %seen, %late ], [ %seen, %up ]
  br label %spin
spin:
  %k = phi i32 [ 0, %idle ], [ %k1, %relax ]
  %s0 = load atomic i64, ptr @state acquire, align 8
  %r0 = call i1 @ready(i64 %s0, i64 %seen)
  br i1 %r0, label %enter, label %patience
patience:
  ; 1500 pauses are some 30 microseconds.
  %k1 = add i32 %k, 1
  %tired = icmp ugt i32 %k, 1500
  br i1 %tired, label %sleep, label %relax
relax:
  call void @jacobi_pause()
  br label %spin
sleep:
  call i32 @pthread_mutex_lock(ptr @mutex)
  ; Asleep from here on for those who open a loop; they wake this thread with the mutex held, so that it is not missed between the look at the state and the wait, which gives the mutex back.
  %in = atomicrmw add ptr @sleepers, i32 1 seq_cst
  %s1 = load atomic i64, ptr @state seq_cst, align 8
  %r1 = call i1 @ready(i64 %s1, i64 %seen)
  br i1 %r1, label %up, label %nap
nap:
  call i32 @pthread_cond_wait(ptr @cond, ptr @mutex)
  br label %up
up:
  ; Where the loop that it was woken for is over, others may follow closely, so it spins again.
  %out = atomicrmw sub ptr @sleepers, i32 1 seq_cst
  call i32 @pthread_mutex_unlock(ptr @mutex)
  br label %idle
enter:
  ; The loop may have been closed meanwhile: then this thread is too late, and waits for the next one.
  %s = load atomic i64, ptr @state acquire, align 8
  %r = call i1 @ready(i64 %s, i64 %seen)
  br i1 %r, label %join, label %late
late:
  br label %idle
join:
  ; One more thread inside, unless the state has changed since it was read.
  %s2 = add i64 %s, 1
  %swap = cmpxchg ptr @state, i64 %s, i64 %s2 acq_rel acquire
  %won = extractvalue { i64, i1 } %swap, 1
  br i1 %won, label %go, label %enter
go:
  ; Nobody changes the description while a thread is inside.
  %id = lshr i64 %s, 32
  %fn = load ptr, ptr @body
  %ctx = load ptr, ptr @context
  ; Where there are more threads than parts several begin with one.
  %parts = load i64, ptr @parts
  %own = urem i64 %me, %parts
  call void @ranges(ptr %fn, ptr %ctx, i64 %own)
  br label %leave
leave:
  ; One thread less inside. What it has written is seen by the caller, who reads the state afterwards.
  %gone = atomicrmw sub ptr @state, i64 1 seq_cst
  %w = load atomic i32, ptr @waiting seq_cst, align 4
  %slept = icmp ne i32 %w, 0
  br i1 %slept, label %tell, label %idle
tell:
  call i32 @pthread_mutex_lock(ptr @mutex)
  call i32 @pthread_cond_broadcast(ptr @left)
  call i32 @pthread_mutex_unlock(ptr @mutex)
  br label %idle
}

; Makes the threads that are still missing; called by the one who has taken the pool. If the system refuses one, fewer must do.
define internal void @start(i32 %want) {
  %tid = alloca i64
  %attr = alloca [128 x i8], align 16
  %all = alloca [256 x i8], align 16
  %old = alloca [256 x i8], align 16
  br label %check
check:
  %have = load i32, ptr @started
  %missing = icmp slt i32 %have, %want
  br i1 %missing, label %make, label %end
end:
  ret void
make:
  ; A stack of 16 MB, and nobody joins the thread (1: PTHREAD_CREATE_DETACHED).
  call i32 @pthread_attr_init(ptr %attr)
  call i32 @pthread_attr_setstacksize(ptr %attr, i64 16777216)
  call i32 @pthread_attr_setdetachstate(ptr %attr, i32 1)
  ; A new thread has the signal mask of the one that makes it, so all signals are blocked here for a moment but those of a thread's own faults: SIGILL, SIGTRAP, SIGBUS, SIGFPE and SIGSEGV
  ; (2: SIG_SETMASK). A sigset_t has 128 bytes.
  call i32 @sigfillset(ptr %all)
  call i32 @sigdelset(ptr %all, i32 4)
  call i32 @sigdelset(ptr %all, i32 5)
  call i32 @sigdelset(ptr %all, i32 7)
  call i32 @sigdelset(ptr %all, i32 8)
  call i32 @sigdelset(ptr %all, i32 11)
  call i32 @pthread_sigmask(i32 2, ptr %all, ptr %old)
  %have1 = add i32 %have, 1
  %number = zext i32 %have1 to i64
  %who = inttoptr i64 %number to ptr
  %rc = call i32 @pthread_create(ptr %tid, ptr %attr, ptr @worker, ptr %who)
  call i32 @pthread_sigmask(i32 2, ptr %old, ptr null)
  call i32 @pthread_attr_destroy(ptr %attr)
  %made = icmp eq i32 %rc, 0
  br i1 %made, label %count, label %refused
count:
  %t = load i64, ptr %tid
  call i32 @pthread_setname_np(i64 %t, ptr @label)
  store i32 %have1, ptr @started
  br label %check
refused:
  ; The pool stays as large as it is.
  store atomic i32 %have, ptr @workers monotonic, align 4
  ret void
}
