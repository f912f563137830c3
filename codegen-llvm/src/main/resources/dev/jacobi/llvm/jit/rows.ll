; Arrays of arrays that compiled code uses where they lie in the Java heap: the addresses of their rows, as a table of how many elements each begins behind the first one.
;
; A block holds the table, an i64 for each of the %n rows, and behind it the rows' JNI handles, which are needed to let them go. Handles are taken before any array is pinned, as nothing else may be asked
; of the JVM then, in a local frame of the stub's. The differences are whole elements, since the JVM aligns arrays to eight bytes. This stands behind copies.ll, which has @jni and @jacobi_alloc.

; A block with the handles of an array's elements, none of which is null; null when there is no memory.
define ptr @jacobi_rows_take(ptr %env, ptr %array, i64 %n) {
start:
  %get = call ptr @jni(ptr %env, i64 173)               ; GetObjectArrayElement
  %bytes = shl i64 %n, 4
  %size = add i64 %bytes, 64
  %block = call ptr @jacobi_alloc(i64 %size)
  %none = icmp eq ptr %block, null
  br i1 %none, label %end, label %test
test:
  %i = phi i64 [ 0, %start ], [ %j, %row ]
  %more = icmp ult i64 %i, %n
  br i1 %more, label %row, label %end
row:
  %k = trunc i64 %i to i32
  %h = call ptr %get(ptr %env, ptr %array, i32 %k)
  %at = add i64 %n, %i
  %p = getelementptr i64, ptr %block, i64 %at
  store ptr %h, ptr %p
  %j = add i64 %i, 1
  br label %test
end:
  ret ptr %block
}

; Pins the rows whose handles are in a block and writes the table; %shift is the logarithm of the bytes of an element. Returns the first row's address (that of the block where there is no row), or null
; when the JVM gives none for some row: then no row is pinned.
define ptr @jacobi_rows_pin(ptr %env, ptr %block, i64 %n, i64 %shift) {
start:
  %pin = call ptr @jni(ptr %env, i64 222)               ; GetPrimitiveArrayCritical
  br label %test
test:
  %i = phi i64 [ 0, %start ], [ %j, %put ]
  %first = phi ptr [ %block, %start ], [ %base, %put ]
  %more = icmp ult i64 %i, %n
  br i1 %more, label %row, label %end
end:
  ret ptr %first
row:
  %at = add i64 %n, %i
  %hp = getelementptr i64, ptr %block, i64 %at
  %h = load ptr, ptr %hp
  %p = call ptr %pin(ptr %env, ptr %h, ptr null)
  %failed = icmp eq ptr %p, null
  br i1 %failed, label %undo, label %put
put:
  %is = icmp eq i64 %i, 0
  %base = select i1 %is, ptr %p, ptr %first
  %a = ptrtoint ptr %p to i64
  %b = ptrtoint ptr %base to i64
  %bytes = sub i64 %a, %b
  %d = ashr exact i64 %bytes, %shift
  %tp = getelementptr i64, ptr %block, i64 %i
  store i64 %d, ptr %tp
  %j = add i64 %i, 1
  br label %test
undo:
  call void @release(ptr %env, ptr %block, i64 %n, i64 %i, ptr %first, i64 %shift, i32 2)
  ret ptr null
}

; Lets the first %count of %n rows go, the last one first; %how is the JNI's mode.
define internal void @release(ptr %env, ptr %block, i64 %n, i64 %count, ptr %first, i64 %shift, i32 %how) {
start:
  %unpin = call ptr @jni(ptr %env, i64 223)             ; ReleasePrimitiveArrayCritical
  br label %test
test:
  %i = phi i64 [ %count, %start ], [ %j, %row ]
  %more = icmp ugt i64 %i, 0
  br i1 %more, label %row, label %end
row:
  %j = sub i64 %i, 1
  %at = add i64 %n, %j
  %hp = getelementptr i64, ptr %block, i64 %at
  %h = load ptr, ptr %hp
  %tp = getelementptr i64, ptr %block, i64 %j
  %d = load i64, ptr %tp
  %bytes = shl i64 %d, %shift
  %p = getelementptr i8, ptr %first, i64 %bytes
  call void %unpin(ptr %env, ptr %h, ptr %p, i32 %how)
  br label %test
end:
  ret void
}

; Lets all rows of a block go that @jacobi_rows_pin has pinned.
define void @jacobi_rows_unpin(ptr %env, ptr %block, i64 %n, ptr %first, i64 %shift, i32 %how) {
  call void @release(ptr %env, ptr %block, i64 %n, i64 %n, ptr %first, i64 %shift, i32 %how)
  ret void
}

; The table of %n rows that lie one behind the other, each of %width elements; null when there is no memory.
define ptr @jacobi_rows_packed(i64 %n, i64 %width) {
start:
  %bytes = shl i64 %n, 3
  %size = add i64 %bytes, 64
  %block = call ptr @jacobi_alloc(i64 %size)
  %none = icmp eq ptr %block, null
  br i1 %none, label %end, label %test
test:
  %i = phi i64 [ 0, %start ], [ %j, %row ]
  %more = icmp ult i64 %i, %n
  br i1 %more, label %row, label %end
row:
  %d = mul i64 %i, %width
  %p = getelementptr i64, ptr %block, i64 %i
  store i64 %d, ptr %p
  %j = add i64 %i, 1
  br label %test
end:
  ret ptr %block
}
