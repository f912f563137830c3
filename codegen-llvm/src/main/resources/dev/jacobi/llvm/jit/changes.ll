; Taking a copy of a Java array and writing back what native code has changed in it. Long ones are shared out over the pool's threads.
; Other threads may meanwhile have written other elements of the array itself, so only elements that differ from what was copied are
; stored: a masked vector store leaves the others alone.

declare void @jacobi_parallel_for(ptr, ptr, i64, i64, i64)
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
  call void @jacobi_parallel_for(ptr @take, ptr %ctx, i64 %bytes, i64 65536, i64 60000)
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
  call void @jacobi_parallel_for(ptr %f, ptr %ctx, i64 %n, i64 16384, i64 60000)
  ret void
}
