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

; Copies %n rows of %width elements, which lie one behind the other at %data, to the rows of a Java array of arrays, which have that length; %set is the slot of Set<Type>ArrayRegion.
define void @jacobi_rows_fill(ptr %env, i64 %set, ptr %array, i64 %n, i64 %width, ptr %data, i32 %bytes) {
start:
  %get = call ptr @jni(ptr %env, i64 173)               ; GetObjectArrayElement
  %drop = call ptr @jni(ptr %env, i64 23)               ; DeleteLocalRef
  %each = zext i32 %bytes to i64
  %step = mul i64 %width, %each
  br label %test
test:
  %i = phi i64 [ 0, %start ], [ %j, %row ]
  %more = icmp ult i64 %i, %n
  br i1 %more, label %row, label %end
row:
  %k = trunc i64 %i to i32
  %h = call ptr %get(ptr %env, ptr %array, i32 %k)
  %off = mul i64 %i, %step
  %from = getelementptr i8, ptr %data, i64 %off
  call void @jacobi_region(ptr %env, i64 %set, ptr %h, i64 %width, ptr %from, i32 %bytes)
  call void %drop(ptr %env, ptr %h)
  %j = add i64 %i, 1
  br label %test
end:
  ret void
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

; Arrays by their addresses, where the collector moves none while a thread has pinned one: see HeapLayout, whose words these are. The first is 0 where that is not so.
@jacobi_heap = global [4 x i64] zeroinitializer

declare noalias ptr @jacobi_alloc_zero(i64)

; What is to be pinned for all arrays of a call: the array itself where it came packed, the first of %n rows else, null for none.
define ptr @jacobi_rows_anchor(ptr %env, ptr %array, i32 %rows, i64 %n) {
start:
  %flat = icmp eq i32 %rows, 0
  br i1 %flat, label %own, label %look
own:
  ret ptr %array
look:
  %some = icmp ne i64 %n, 0
  br i1 %some, label %row, label %none
none:
  ret ptr null
row:
  %get = call ptr @jni(ptr %env, i64 173)               ; GetObjectArrayElement
  %h = call ptr %get(ptr %env, ptr %array, i32 0)
  ret ptr %h
}

; The table of the %n rows in the array behind a handle, and behind it the first row's address (that of the block where there is no row); null when there is no memory. It is in %room if its 64 words are
; enough, as most arrays have few rows, and else a block.
define ptr @jacobi_rows_direct(ptr %handle, i64 %n, i64 %shift, ptr %room) {
start:
  %little = icmp ult i64 %n, 64
  br i1 %little, label %have, label %make
make:
  %bytes = shl i64 %n, 3
  %size = add i64 %bytes, 64
  %made = call ptr @jacobi_alloc(i64 %size)
  br label %have
have:
  %block = phi ptr [ %room, %start ], [ %made, %make ]
  %none = icmp eq ptr %block, null
  br i1 %none, label %end, label %look
end:
  ret ptr %block
look:
  %lastp = getelementptr i64, ptr %block, i64 %n
  %own = ptrtoint ptr %block to i64
  %some = icmp ne i64 %n, 0
  br i1 %some, label %go, label %empty
empty:
  store i64 %own, ptr %lastp
  ret ptr %block
go:
  %array = load i64, ptr %handle
  %offset = load i64, ptr @jacobi_heap
  %refs = load i64, ptr getelementptr (i64, ptr @jacobi_heap, i64 1)
  %scale = load i64, ptr getelementptr (i64, ptr @jacobi_heap, i64 2)
  %base = load i64, ptr getelementptr (i64, ptr @jacobi_heap, i64 3)
  %behind = add i64 %base, %offset
  %at = add i64 %array, %refs
  %elements = inttoptr i64 %at to ptr
  %wide = icmp slt i64 %scale, 0
  br i1 %wide, label %words, label %halves
words:
  %w0 = load i64, ptr %elements
  %firstw = add i64 %w0, %offset
  br label %word
word:
  %i = phi i64 [ 0, %words ], [ %i1, %word ]
  %wp = getelementptr i64, ptr %elements, i64 %i
  %w = load i64, ptr %wp
  %wbytes = sub i64 %w, %w0
  %wd = ashr exact i64 %wbytes, %shift
  %wtp = getelementptr i64, ptr %block, i64 %i
  store i64 %wd, ptr %wtp
  %i1 = add i64 %i, 1
  %morew = icmp ult i64 %i1, %n
  br i1 %morew, label %word, label %done
halves:
  %h0 = load i32, ptr %elements
  %h0w = zext i32 %h0 to i64
  %h0s = shl i64 %h0w, %scale
  %firsth = add i64 %h0s, %behind
  br label %half
half:
  %j = phi i64 [ 0, %halves ], [ %j1, %half ]
  %hp = getelementptr i32, ptr %elements, i64 %j
  %h = load i32, ptr %hp
  %hw = zext i32 %h to i64
  %hs = shl i64 %hw, %scale
  %hbytes = sub i64 %hs, %h0s
  %hd = ashr exact i64 %hbytes, %shift
  %htp = getelementptr i64, ptr %block, i64 %j
  store i64 %hd, ptr %htp
  %j1 = add i64 %j, 1
  %moreh = icmp ult i64 %j1, %n
  br i1 %moreh, label %half, label %done
done:
  %first = phi i64 [ %firstw, %word ], [ %firsth, %half ]
  store i64 %first, ptr %lastp
  ret ptr %block
}

; Whether the %n rows of a block, which is null for none, lie each behind the one before, or each in front of it. Then no row is another one.
define i1 @jacobi_rows_ordered(ptr %block, i64 %n) {
start:
  %none = icmp eq ptr %block, null
  %few = icmp ult i64 %n, 2
  %plain = or i1 %none, %few
  br i1 %plain, label %yes, label %row
yes:
  ret i1 true
row:
  %i = phi i64 [ 1, %start ], [ %j, %row ]
  %up = phi i1 [ true, %start ], [ %up1, %row ]
  %down = phi i1 [ true, %start ], [ %down1, %row ]
  %before = sub i64 %i, 1
  %bp = getelementptr i64, ptr %block, i64 %before
  %b = load i64, ptr %bp
  %hp = getelementptr i64, ptr %block, i64 %i
  %h = load i64, ptr %hp
  %more = icmp sgt i64 %h, %b
  %less = icmp slt i64 %h, %b
  %up1 = and i1 %up, %more
  %down1 = and i1 %down, %less
  %j = add i64 %i, 1
  %on = icmp ult i64 %j, %n
  br i1 %on, label %row, label %end
end:
  %ordered = or i1 %up1, %down1
  ret i1 %ordered
}

; The least and the greatest address of the %n rows of a block, which are in order and at least one.
define internal { i64, i64 } @span(ptr %block, i64 %n, i64 %shift) alwaysinline {
  %lastp = getelementptr i64, ptr %block, i64 %n
  %first = load i64, ptr %lastp
  %k = sub i64 %n, 1
  %tp = getelementptr i64, ptr %block, i64 %k
  %d = load i64, ptr %tp
  %bytes = shl i64 %d, %shift
  %last = add i64 %first, %bytes
  %up = icmp ult i64 %first, %last
  %least = select i1 %up, i64 %first, i64 %last
  %most = select i1 %up, i64 %last, i64 %first
  %one = insertvalue { i64, i64 } poison, i64 %least, 0
  %both = insertvalue { i64, i64 } %one, i64 %most, 1
  ret { i64, i64 } %both
}

; Whether all rows of one block lie in front of all of another one's; the rows of each are in order. Blocks may be null, for no rows.
define i1 @jacobi_rows_beside(ptr %a, i64 %n, i64 %shift, ptr %b, i64 %m, i64 %other) {
start:
  %noa = icmp eq ptr %a, null
  %nob = icmp eq ptr %b, null
  %noneof = icmp eq i64 %n, 0
  %nonem = icmp eq i64 %m, 0
  %x = or i1 %noa, %nob
  %y = or i1 %noneof, %nonem
  %none = or i1 %x, %y
  br i1 %none, label %yes, label %compare
yes:
  ret i1 true
compare:
  %sa = call { i64, i64 } @span(ptr %a, i64 %n, i64 %shift)
  %sb = call { i64, i64 } @span(ptr %b, i64 %m, i64 %other)
  %la = extractvalue { i64, i64 } %sa, 0
  %ma = extractvalue { i64, i64 } %sa, 1
  %lb = extractvalue { i64, i64 } %sb, 0
  %mb = extractvalue { i64, i64 } %sb, 1
  %front = icmp ult i64 %ma, %lb
  %behind = icmp ult i64 %mb, %la
  %beside = or i1 %front, %behind
  ret i1 %beside
}

; A set for addresses of up to %n rows: a mask, and behind it more than twice as many words, 0 for free ones. Null when there is no memory. It is in %room if its 129 words are enough.
define ptr @jacobi_rows_set(i64 %n, ptr %room) {
  %n2 = shl i64 %n, 1
  %least = or i64 %n2, 7
  %zeros = call i64 @llvm.ctlz.i64(i64 %least, i1 false)
  %bits = sub i64 64, %zeros
  %capacity = shl i64 1, %bits
  %bytes = shl i64 %capacity, 3
  %little = icmp ule i64 %capacity, 128
  br i1 %little, label %clear, label %make
clear:
  %slots = getelementptr i64, ptr %room, i64 1
  call void @llvm.memset.p0.i64(ptr %slots, i8 0, i64 %bytes, i1 false)
  br label %have
make:
  %size = add i64 %bytes, 64
  %made = call ptr @jacobi_alloc_zero(i64 %size)
  br label %have
have:
  %set = phi ptr [ %room, %clear ], [ %made, %make ]
  %none = icmp eq ptr %set, null
  br i1 %none, label %end, label %fill
fill:
  %mask = sub i64 %capacity, 1
  store i64 %mask, ptr %set
  br label %end
end:
  ret ptr %set
}

declare i64 @llvm.ctlz.i64(i64, i1)
declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)

; Where an address is in a set, or belongs.
define internal ptr @place(ptr %set, i64 %address) alwaysinline {
start:
  %mask = load i64, ptr %set
  %slots = getelementptr i64, ptr %set, i64 1
  %mixed = mul i64 %address, -7046029254386353131
  %high = lshr i64 %mixed, 32
  br label %look
look:
  %h = phi i64 [ %high, %start ], [ %next, %other ]
  %slot = and i64 %h, %mask
  %p = getelementptr i64, ptr %slots, i64 %slot
  %there = load i64, ptr %p
  %is = icmp eq i64 %there, %address
  %free = icmp eq i64 %there, 0
  %end = or i1 %is, %free
  br i1 %end, label %found, label %other
other:
  %next = add i64 %slot, 1
  br label %look
found:
  ret ptr %p
}

; Puts the %n rows of a block into a set; false when one is there already.
define i1 @jacobi_rows_put(ptr %set, ptr %block, i64 %n, i64 %shift) {
start:
  %lastp = getelementptr i64, ptr %block, i64 %n
  %first = load i64, ptr %lastp
  br label %test
test:
  %i = phi i64 [ 0, %start ], [ %j, %put ]
  %more = icmp ult i64 %i, %n
  br i1 %more, label %row, label %apart
apart:
  ret i1 true
row:
  %tp = getelementptr i64, ptr %block, i64 %i
  %d = load i64, ptr %tp
  %bytes = shl i64 %d, %shift
  %address = add i64 %first, %bytes
  %p = call ptr @place(ptr %set, i64 %address)
  %there = load i64, ptr %p
  %known = icmp ne i64 %there, 0
  br i1 %known, label %shared, label %put
put:
  store i64 %address, ptr %p
  %j = add i64 %i, 1
  br label %test
shared:
  ret i1 false
}

; Whether none of the %n rows of a block is in a set.
define i1 @jacobi_rows_apart(ptr %set, ptr %block, i64 %n, i64 %shift) {
start:
  %lastp = getelementptr i64, ptr %block, i64 %n
  %first = load i64, ptr %lastp
  br label %test
test:
  %i = phi i64 [ 0, %start ], [ %j, %on ]
  %more = icmp ult i64 %i, %n
  br i1 %more, label %row, label %apart
apart:
  ret i1 true
row:
  %tp = getelementptr i64, ptr %block, i64 %i
  %d = load i64, ptr %tp
  %bytes = shl i64 %d, %shift
  %address = add i64 %first, %bytes
  %p = call ptr @place(ptr %set, i64 %address)
  %there = load i64, ptr %p
  %known = icmp ne i64 %there, 0
  br i1 %known, label %shared, label %on
on:
  %j = add i64 %i, 1
  br label %test
shared:
  ret i1 false
}
