; How the indices of an open loop come to threads; behind parallel.ll, which opens loops. Indices are taken in ranges, and a thread takes what is left of its own part of them first, so that a loop that runs again and again
; over the same arrays finds in a processor's caches what it left there: where processors share none, a line that another one wrote comes ten times slower. Then it takes from the parts behind, around the end.

; The open loop: its function and that one's first argument, the number of indices, how many of them are taken at a time, how many parts there are and how many indices a part has, which is a multiple of what is taken.
@body = internal global ptr null, align 64
@context = internal global ptr null
@count = internal global i64 0
@step = internal global i64 0
@parts = internal global i64 0
@extent = internal global i64 0
; In each part, on a cache line of its own, the next index that nobody has taken.
@next = internal global [16 x [8 x i64]] zeroinitializer, align 64

; Divides the indices among threads: a part for each, 16 at most.
define internal void @divide(i64 %n, i64 %g, i64 %threads) {
  %parts = call i64 @llvm.smin.i64(i64 %threads, i64 16)
  ; Ranges, rounded up, and so are a part's; indices are fewer than 2^62, as arrays are in memory.
  %n1 = sub i64 %n, 1
  %r0 = udiv i64 %n1, %g
  %p0 = udiv i64 %r0, %parts
  %each = add i64 %p0, 1
  %extent = mul i64 %each, %g
  store i64 %parts, ptr @parts
  store i64 %extent, ptr @extent
  br label %loop
loop:
  %k = phi i64 [ 0, %0 ], [ %k1, %loop ]
  %first = mul i64 %k, %extent
  %slot = getelementptr [8 x i64], ptr @next, i64 %k
  store atomic i64 %first, ptr %slot monotonic, align 8
  %k1 = add i64 %k, 1
  %more = icmp ult i64 %k1, %parts
  br i1 %more, label %loop, label %end
end:
  ret void
}

; Takes ranges from the first part on, one first and then eight at a time (two where there are many) as long as these take no more than 20 microseconds, until none is left, no thread rests, or patience is over, when it wakes those that do: when the loops that follow each other closely have taken
; longer, or what is left of this one will by how long its ranges have taken so far. Loops follow each other closely when threads that had been awake between them would not have slept: 30 microseconds.
define internal void @alone(ptr %fn, ptr %ctx, i64 %n, i64 %g, i64 %patience, i32 %want) {
  %rest0 = call i1 @resting(i32 %want)
  br i1 %rest0, label %begin, label %end
begin:
  %t0 = call i64 @nanos()
  %last = load i64, ptr @ended
  %pause = sub i64 %t0, %last
  %apart = icmp sgt i64 %pause, 30000
  %known = load i64, ptr @began
  %from = select i1 %apart, i64 %t0, i64 %known
  store i64 %from, ptr @began
  %g1 = call i64 @llvm.smin.i64(i64 %g, i64 1152921504606846975)
  %g8 = shl i64 %g1, 3
  %g2 = shl i64 %g1, 1
  %few = sdiv i64 %n, %g8
  %many = icmp sgt i64 %few, 3
  %step = select i1 %many, i64 %g2, i64 %g8
  br label %loop
loop:
  ; One range first: where that takes long already, as few long trips do, no more are taken before the others are called.
  %size1 = phi i64 [ %g1, %begin ], [ %size2, %next ]
  %now = phi i64 [ %t0, %begin ], [ %t1, %next ]
  %foreseen = phi double [ 0.0, %begin ], [ %rest, %next ]
  %part = phi i64 [ 0, %begin ], [ %part1, %next ]
  %spent = sub i64 %now, %from
  %over = icmp sgt i64 %spent, %patience
  %allowed = sitofp i64 %patience to double
  %long = fcmp ogt double %foreseen, %allowed
  %ring = or i1 %over, %long
  br i1 %ring, label %call, label %take
call:
  store i64 %now, ptr @began
  call void @wake(i32 %want)
  ret void
take:
  %part1 = phi i64 [ %part, %loop ], [ %behind, %empty ]
  %slot = getelementptr [8 x i64], ptr @next, i64 %part1
  %lo = atomicrmw add ptr %slot, i64 %size1 monotonic
  %stop = call i64 @stop(i64 %part1)
  %more = icmp slt i64 %lo, %stop
  br i1 %more, label %run, label %empty
empty:
  %behind = add i64 %part1, 1
  %parts = load i64, ptr @parts
  %other = icmp ult i64 %behind, %parts
  br i1 %other, label %take, label %end
run:
  %here = sub i64 %stop, %lo
  %size = call i64 @llvm.smin.i64(i64 %here, i64 %size1)
  %hi = add i64 %lo, %size
  call void %fn(ptr %ctx, i64 %lo, i64 %hi)
  %rest1 = call i1 @resting(i32 %want)
  %left = sub i64 %n, %lo
  %on = icmp sgt i64 %left, %size1
  %both = and i1 %rest1, %on
  br i1 %both, label %next, label %end
next:
  %t1 = call i64 @nanos()
  %took = sub i64 %t1, %t0
  %time = sitofp i64 %took to double
  %done = sitofp i64 %hi to double
  %open = sub i64 %left, %size
  %todo = sitofp i64 %open to double
  %each = fdiv double %time, %done
  %rest = fmul double %each, %todo
  %wide = sitofp i64 %step to double
  %cost = fmul double %each, %wide
  %cheap = fcmp olt double %cost, 20000.0
  %size2 = select i1 %cheap, i64 %step, i64 %g1
  br label %loop
end:
  ret void
}

; Where a part of the indices ends.
define internal i64 @stop(i64 %part) {
  %extent = load i64, ptr @extent
  %behind = add i64 %part, 1
  %end = mul i64 %extent, %behind
  %n = load i64, ptr @count
  %stop = call i64 @llvm.smin.i64(i64 %end, i64 %n)
  ret i64 %stop
}

; Takes ranges until none is left, from part %own on.
define internal void @ranges(ptr %fn, ptr %ctx, i64 %own) {
  %g = load i64, ptr @step
  %parts = load i64, ptr @parts
  br label %part
part:
  %j = phi i64 [ 0, %0 ], [ %j1, %next ]
  %k = add i64 %own, %j
  %over = icmp uge i64 %k, %parts
  %less = sub i64 %k, %parts
  %p = select i1 %over, i64 %less, i64 %k
  %slot = getelementptr [8 x i64], ptr @next, i64 %p
  %stop = call i64 @stop(i64 %p)
  br label %loop
loop:
  ; What is empty is left alone, since to add takes the line from the others. The indices from %lo on are this thread's alone. What other threads have written meanwhile need not be seen, so that the order of other memory does not matter (monotonic).
  %seen = load atomic i64, ptr %slot monotonic, align 8
  %some = icmp slt i64 %seen, %stop
  br i1 %some, label %take, label %next
take:
  %lo = atomicrmw add ptr %slot, i64 %g monotonic
  %more = icmp slt i64 %lo, %stop
  br i1 %more, label %run, label %next
run:
  %left = sub i64 %stop, %lo
  %size = call i64 @llvm.smin.i64(i64 %left, i64 %g)
  %hi = add i64 %lo, %size
  call void %fn(ptr %ctx, i64 %lo, i64 %hi)
  br label %loop
next:
  %j1 = add i64 %j, 1
  %others = icmp ult i64 %j1, %parts
  br i1 %others, label %part, label %end
end:
  ret void
}
