; Taking a copy of a Java array and writing back what native code has changed in it. Long ones are shared out over the pool's threads.
; Other threads may meanwhile have written other elements of the array itself, so only elements that differ from what was copied are
; stored: a masked vector store leaves the others alone.

declare void @jacobi_parallel_for(ptr, ptr, i64, i64)
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
declare i64 @llvm.umin.i64(i64, i64)

; Copies %bytes bytes from %from to %to and, unless it is null, to %second. Nothing overlaps. Both copies are the same even where other
; threads write to %from meanwhile: the second is made of the first, and volatile, as the optimiser would read %from again.
define void @jacobi_take(ptr %to, ptr %second, ptr %from, i64 %bytes) {
  %ctx = alloca [3 x ptr], align 16
  store ptr %to, ptr %ctx
  %c1 = getelementptr ptr, ptr %ctx, i64 1
  store ptr %second, ptr %c1
  %c2 = getelementptr ptr, ptr %ctx, i64 2
  store ptr %from, ptr %c2
  call void @jacobi_parallel_for(ptr @take, ptr %ctx, i64 %bytes, i64 65536)
  ret void
}

; The bytes from %lo to %hi - 1, in pieces that the second copy finds in the cache.
define internal void @take(ptr %ctx, i64 %lo, i64 %hi) {
start:
  %to = load ptr, ptr %ctx
  %c1 = getelementptr ptr, ptr %ctx, i64 1
  %second = load ptr, ptr %c1
  %c2 = getelementptr ptr, ptr %ctx, i64 2
  %from = load ptr, ptr %c2
  %once = icmp eq ptr %second, null
  br label %piece
piece:
  %i = phi i64 [ %lo, %start ], [ %next, %on ]
  %left = sub i64 %hi, %i
  %size = call i64 @llvm.umin.i64(i64 %left, i64 16384)
  %toi = getelementptr i8, ptr %to, i64 %i
  %fromi = getelementptr i8, ptr %from, i64 %i
  call void @llvm.memcpy.p0.p0.i64(ptr %toi, ptr %fromi, i64 %size, i1 false)
  br i1 %once, label %on, label %again
again:
  %secondi = getelementptr i8, ptr %second, i64 %i
  call void @llvm.memcpy.p0.p0.i64(ptr %secondi, ptr %toi, i64 %size, i1 true)
  br label %on
on:
  %next = add i64 %i, %size
  %more = icmp ult i64 %next, %hi
  br i1 %more, label %piece, label %done
done:
  ret void
}

; Elements %now[i] that differ from %was[i] go to %to[i], for i from 0 to %n - 1; an element has %width bytes (1, 2, 4 or 8).
define void @jacobi_put_changed(ptr %to, ptr %now, ptr %was, i64 %n, i32 %width) {
  %ctx = alloca [3 x ptr], align 16
  store ptr %to, ptr %ctx
  %c1 = getelementptr ptr, ptr %ctx, i64 1
  store ptr %now, ptr %c1
  %c2 = getelementptr ptr, ptr %ctx, i64 2
  store ptr %was, ptr %c2
  switch i32 %width, label %eight [ i32 1, label %one
                                    i32 2, label %two
                                    i32 4, label %four ]
one:
  br label %put
two:
  br label %put
four:
  br label %put
eight:
  br label %put
put:
  %f = phi ptr [ @put8, %one ], [ @put16, %two ], [ @put32, %four ], [ @put64, %eight ]
  call void @jacobi_parallel_for(ptr %f, ptr %ctx, i64 %n, i64 16384)
  ret void
}

declare void @llvm.masked.store.v64i8.p0(<64 x i8>, ptr, i32, <64 x i1>)

define internal void @put8(ptr %ctx, i64 %lo, i64 %hi) {
start:
  %to = load ptr, ptr %ctx
  %c1 = getelementptr ptr, ptr %ctx, i64 1
  %now = load ptr, ptr %c1
  %c2 = getelementptr ptr, ptr %ctx, i64 2
  %was = load ptr, ptr %c2
  %blocks = sub i64 %hi, 64
  br label %next
next:
  %i = phi i64 [ %lo, %start ], [ %i64, %skip ], [ %i64, %put ]
  %whole = icmp sle i64 %i, %blocks
  br i1 %whole, label %block, label %rest
block:
  %i64 = add i64 %i, 64
  %nowp = getelementptr i8, ptr %now, i64 %i
  %wasp = getelementptr i8, ptr %was, i64 %i
  %x = load <64 x i8>, ptr %nowp, align 1
  %y = load <64 x i8>, ptr %wasp, align 1
  %changed = icmp ne <64 x i8> %x, %y
  %bits = bitcast <64 x i1> %changed to i64
  %none = icmp eq i64 %bits, 0
  br i1 %none, label %skip, label %put
skip:
  br label %next
put:
  %top = getelementptr i8, ptr %to, i64 %i
  call void @llvm.masked.store.v64i8.p0(<64 x i8> %x, ptr %top, i32 1, <64 x i1> %changed)
  br label %next
rest:
  %j = phi i64 [ %i, %next ], [ %j1, %on ]
  %more = icmp slt i64 %j, %hi
  br i1 %more, label %each, label %done
each:
  %j1 = add i64 %j, 1
  %nowq = getelementptr i8, ptr %now, i64 %j
  %wasq = getelementptr i8, ptr %was, i64 %j
  %u = load i8, ptr %nowq, align 1
  %v = load i8, ptr %wasq, align 1
  %same = icmp eq i8 %u, %v
  br i1 %same, label %on, label %one
one:
  %toq = getelementptr i8, ptr %to, i64 %j
  store i8 %u, ptr %toq, align 1
  br label %on
on:
  br label %rest
done:
  ret void
}

declare void @llvm.masked.store.v32i16.p0(<32 x i16>, ptr, i32, <32 x i1>)

define internal void @put16(ptr %ctx, i64 %lo, i64 %hi) {
start:
  %to = load ptr, ptr %ctx
  %c1 = getelementptr ptr, ptr %ctx, i64 1
  %now = load ptr, ptr %c1
  %c2 = getelementptr ptr, ptr %ctx, i64 2
  %was = load ptr, ptr %c2
  %blocks = sub i64 %hi, 32
  br label %next
next:
  %i = phi i64 [ %lo, %start ], [ %i32, %skip ], [ %i32, %put ]
  %whole = icmp sle i64 %i, %blocks
  br i1 %whole, label %block, label %rest
block:
  %i32 = add i64 %i, 32
  %nowp = getelementptr i16, ptr %now, i64 %i
  %wasp = getelementptr i16, ptr %was, i64 %i
  %x = load <32 x i16>, ptr %nowp, align 2
  %y = load <32 x i16>, ptr %wasp, align 2
  %changed = icmp ne <32 x i16> %x, %y
  %bits = bitcast <32 x i1> %changed to i32
  %none = icmp eq i32 %bits, 0
  br i1 %none, label %skip, label %put
skip:
  br label %next
put:
  %top = getelementptr i16, ptr %to, i64 %i
  call void @llvm.masked.store.v32i16.p0(<32 x i16> %x, ptr %top, i32 2, <32 x i1> %changed)
  br label %next
rest:
  %j = phi i64 [ %i, %next ], [ %j1, %on ]
  %more = icmp slt i64 %j, %hi
  br i1 %more, label %each, label %done
each:
  %j1 = add i64 %j, 1
  %nowq = getelementptr i16, ptr %now, i64 %j
  %wasq = getelementptr i16, ptr %was, i64 %j
  %u = load i16, ptr %nowq, align 2
  %v = load i16, ptr %wasq, align 2
  %same = icmp eq i16 %u, %v
  br i1 %same, label %on, label %one
one:
  %toq = getelementptr i16, ptr %to, i64 %j
  store i16 %u, ptr %toq, align 2
  br label %on
on:
  br label %rest
done:
  ret void
}

declare void @llvm.masked.store.v16i32.p0(<16 x i32>, ptr, i32, <16 x i1>)

define internal void @put32(ptr %ctx, i64 %lo, i64 %hi) {
start:
  %to = load ptr, ptr %ctx
  %c1 = getelementptr ptr, ptr %ctx, i64 1
  %now = load ptr, ptr %c1
  %c2 = getelementptr ptr, ptr %ctx, i64 2
  %was = load ptr, ptr %c2
  %blocks = sub i64 %hi, 16
  br label %next
next:
  %i = phi i64 [ %lo, %start ], [ %i16, %skip ], [ %i16, %put ]
  %whole = icmp sle i64 %i, %blocks
  br i1 %whole, label %block, label %rest
block:
  %i16 = add i64 %i, 16
  %nowp = getelementptr i32, ptr %now, i64 %i
  %wasp = getelementptr i32, ptr %was, i64 %i
  %x = load <16 x i32>, ptr %nowp, align 4
  %y = load <16 x i32>, ptr %wasp, align 4
  %changed = icmp ne <16 x i32> %x, %y
  %bits = bitcast <16 x i1> %changed to i16
  %none = icmp eq i16 %bits, 0
  br i1 %none, label %skip, label %put
skip:
  br label %next
put:
  %top = getelementptr i32, ptr %to, i64 %i
  call void @llvm.masked.store.v16i32.p0(<16 x i32> %x, ptr %top, i32 4, <16 x i1> %changed)
  br label %next
rest:
  %j = phi i64 [ %i, %next ], [ %j1, %on ]
  %more = icmp slt i64 %j, %hi
  br i1 %more, label %each, label %done
each:
  %j1 = add i64 %j, 1
  %nowq = getelementptr i32, ptr %now, i64 %j
  %wasq = getelementptr i32, ptr %was, i64 %j
  %u = load i32, ptr %nowq, align 4
  %v = load i32, ptr %wasq, align 4
  %same = icmp eq i32 %u, %v
  br i1 %same, label %on, label %one
one:
  %toq = getelementptr i32, ptr %to, i64 %j
  store i32 %u, ptr %toq, align 4
  br label %on
on:
  br label %rest
done:
  ret void
}

declare void @llvm.masked.store.v8i64.p0(<8 x i64>, ptr, i32, <8 x i1>)

define internal void @put64(ptr %ctx, i64 %lo, i64 %hi) {
start:
  %to = load ptr, ptr %ctx
  %c1 = getelementptr ptr, ptr %ctx, i64 1
  %now = load ptr, ptr %c1
  %c2 = getelementptr ptr, ptr %ctx, i64 2
  %was = load ptr, ptr %c2
  %blocks = sub i64 %hi, 8
  br label %next
next:
  %i = phi i64 [ %lo, %start ], [ %i8, %skip ], [ %i8, %put ]
  %whole = icmp sle i64 %i, %blocks
  br i1 %whole, label %block, label %rest
block:
  %i8 = add i64 %i, 8
  %nowp = getelementptr i64, ptr %now, i64 %i
  %wasp = getelementptr i64, ptr %was, i64 %i
  %x = load <8 x i64>, ptr %nowp, align 8
  %y = load <8 x i64>, ptr %wasp, align 8
  %changed = icmp ne <8 x i64> %x, %y
  %bits = bitcast <8 x i1> %changed to i8
  %none = icmp eq i8 %bits, 0
  br i1 %none, label %skip, label %put
skip:
  br label %next
put:
  %top = getelementptr i64, ptr %to, i64 %i
  call void @llvm.masked.store.v8i64.p0(<8 x i64> %x, ptr %top, i32 8, <8 x i1> %changed)
  br label %next
rest:
  %j = phi i64 [ %i, %next ], [ %j1, %on ]
  %more = icmp slt i64 %j, %hi
  br i1 %more, label %each, label %done
each:
  %j1 = add i64 %j, 1
  %nowq = getelementptr i64, ptr %now, i64 %j
  %wasq = getelementptr i64, ptr %was, i64 %j
  %u = load i64, ptr %nowq, align 8
  %v = load i64, ptr %wasq, align 8
  %same = icmp eq i64 %u, %v
  br i1 %same, label %on, label %one
one:
  %toq = getelementptr i64, ptr %to, i64 %j
  store i64 %u, ptr %toq, align 8
  br label %on
on:
  br label %rest
done:
  ret void
}
