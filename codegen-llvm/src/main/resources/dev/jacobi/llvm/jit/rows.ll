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
@jacobi_heap = global [5 x i64] zeroinitializer

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

; Which rows are looked at of %n, when the numbers of all rows that are used lie from %lo to %hi: the first goes to %to, and behind it how many they are. A number that is out of range stands for the row that is next to it.
define void @jacobi_rows_window(double %lo, double %hi, i64 %n, ptr %to) {
  %last = sub i64 %n, 1
  %a = call i64 @llvm.fptosi.sat.i64.f64(double %lo)
  %b = call i64 @llvm.fptosi.sat.i64.f64(double %hi)
  %a0 = call i64 @llvm.smax.i64(i64 %a, i64 0)
  %b0 = call i64 @llvm.smax.i64(i64 %b, i64 0)
  %from = call i64 @llvm.smin.i64(i64 %a0, i64 %last)
  %end = call i64 @llvm.smin.i64(i64 %b0, i64 %last)
  %less = sub i64 %end, %from
  %count = add i64 %less, 1
  %never = fcmp ogt double %lo, %hi
  %empty = icmp eq i64 %n, 0
  %none = or i1 %never, %empty
  %from1 = select i1 %none, i64 0, i64 %from
  %count1 = select i1 %none, i64 0, i64 %count
  store i64 %from1, ptr %to
  %behind = getelementptr i64, ptr %to, i64 1
  store i64 %count1, ptr %behind
  ret void
}

; The same for %count rows whose numbers are the doubles at %wanted. The numbers of those that there are, each once, come in their place, as i64; the least of them goes to %to, behind it how many they are, and then %wanted.
define void @jacobi_rows_few(ptr %wanted, i64 %count, i64 %n, ptr %to) {
start:
  br label %next
next:
  %i = phi i64 [ 0, %start ], [ %i1, %on ]
  %m = phi i64 [ 0, %start ], [ %m2, %on ]
  %least = phi i64 [ 9223372036854775807, %start ], [ %least2, %on ]
  %more = icmp ult i64 %i, %count
  br i1 %more, label %take, label %end
end:
  %none = icmp eq i64 %m, 0
  %from = select i1 %none, i64 0, i64 %least
  store i64 %from, ptr %to
  %mp = getelementptr i64, ptr %to, i64 1
  store i64 %m, ptr %mp
  %wp = getelementptr i64, ptr %to, i64 2
  store ptr %wanted, ptr %wp
  ret void
take:
  %p = getelementptr double, ptr %wanted, i64 %i
  %d = load double, ptr %p
  %k = call i64 @llvm.fptosi.sat.i64.f64(double %d)
  %there = icmp ult i64 %k, %n
  br i1 %there, label %seen, label %on
seen:
  %j = phi i64 [ 0, %take ], [ %j1, %other ]
  %left = icmp ult i64 %j, %m
  br i1 %left, label %compare, label %put
compare:
  %sp = getelementptr i64, ptr %wanted, i64 %j
  %s = load i64, ptr %sp
  %same = icmp eq i64 %s, %k
  br i1 %same, label %on, label %other
other:
  %j1 = add i64 %j, 1
  br label %seen
put:
  %tp = getelementptr i64, ptr %wanted, i64 %m
  store i64 %k, ptr %tp
  %m1 = add i64 %m, 1
  %least1 = call i64 @llvm.smin.i64(i64 %least, i64 %k)
  br label %on
on:
  %m2 = phi i64 [ %m, %take ], [ %m, %compare ], [ %m1, %put ]
  %least2 = phi i64 [ %least, %take ], [ %least, %compare ], [ %least1, %put ]
  %i1 = add i64 %i, 1
  br label %next
}

; The same for rows whose numbers are the %count ints at the address in %slot, or the %few doubles at %wanted, where these are less than a fourth of the %n rows; elsewhere nothing changes. Another thread may write to the ints meanwhile, so they are copied,
; and the copy's address goes to %slot. It is noted in %own, to be freed. A number is taken once: where it stands in the list is noted in memory with a word for each row, in which anything may stand before.
define void @jacobi_rows_listed(ptr %slot, i64 %count, ptr %wanted, i64 %few, i64 %n, ptr %to, ptr %own) {
start:
  %all = add i64 %count, %few
  %times = shl i64 %all, 2
  %worth = icmp ult i64 %times, %n
  br i1 %worth, label %make, label %end
end:
  ret void
make:
  %bytes = shl i64 %count, 2
  %words = shl i64 %all, 3
  %both = add i64 %bytes, %words
  %size = add i64 %both, 64
  %list = call ptr @jacobi_alloc(i64 %size)
  %none = icmp eq ptr %list, null
  br i1 %none, label %end, label %marks
marks:
  store ptr %list, ptr %own
  %room = shl i64 %n, 3
  %places = call ptr @jacobi_alloc(i64 %room)
  %unplaced = icmp eq ptr %places, null
  br i1 %unplaced, label %end, label %copy
copy:
  %ints = load ptr, ptr %slot
  %copied = getelementptr i64, ptr %list, i64 %all
  call void @llvm.memcpy.p0.p0.i64(ptr %copied, ptr %ints, i64 %bytes, i1 false)
  store ptr %copied, ptr %slot
  br label %test
test:
  %i = phi i64 [ 0, %copy ], [ %i1, %int ]
  %m = phi i64 [ 0, %copy ], [ %m1, %int ]
  %least = phi i64 [ 9223372036854775807, %copy ], [ %least1, %int ]
  %more = icmp ult i64 %i, %count
  br i1 %more, label %int, label %rest
int:
  %ip = getelementptr i32, ptr %copied, i64 %i
  %i32 = load i32, ptr %ip
  %k = zext i32 %i32 to i64
  %there = call i1 @fresh(ptr %list, i64 %m, ptr %places, i64 %k, i64 %n)
  %one = zext i1 %there to i64
  %m1 = add i64 %m, %one
  %less = call i64 @llvm.smin.i64(i64 %least, i64 %k)
  %least1 = select i1 %there, i64 %less, i64 %least
  %i1 = add i64 %i, 1
  br label %test
rest:
  %j = phi i64 [ 0, %test ], [ %j1, %number ]
  %l = phi i64 [ %m, %test ], [ %l1, %number ]
  %low = phi i64 [ %least, %test ], [ %low1, %number ]
  %left = icmp ult i64 %j, %few
  br i1 %left, label %number, label %done
number:
  %dp = getelementptr double, ptr %wanted, i64 %j
  %d = load double, ptr %dp
  %w = call i64 @llvm.fptosi.sat.i64.f64(double %d)
  %is = call i1 @fresh(ptr %list, i64 %l, ptr %places, i64 %w, i64 %n)
  %another = zext i1 %is to i64
  %l1 = add i64 %l, %another
  %lower = call i64 @llvm.smin.i64(i64 %low, i64 %w)
  %low1 = select i1 %is, i64 %lower, i64 %low
  %j1 = add i64 %j, 1
  br label %rest
done:
  %empty = icmp eq i64 %l, 0
  %from = select i1 %empty, i64 0, i64 %low
  store i64 %from, ptr %to
  %mp = getelementptr i64, ptr %to, i64 1
  store i64 %l, ptr %mp
  %np = getelementptr i64, ptr %to, i64 2
  store ptr %list, ptr %np
  call void @jacobi_free(ptr %places)
  ret void
}

; Puts the number %k at the end of a list of %m ones, of which %places says where each of %n may stand, unless it is none of these, or there already: whether it has.
define internal i1 @fresh(ptr %list, i64 %m, ptr %places, i64 %k, i64 %n) alwaysinline {
start:
  %there = icmp ult i64 %k, %n
  br i1 %there, label %ask, label %no
ask:
  %pp = getelementptr i64, ptr %places, i64 %k
  %p = load volatile i64, ptr %pp
  %within = icmp ult i64 %p, %m
  br i1 %within, label %compare, label %put
compare:
  %cp = getelementptr i64, ptr %list, i64 %p
  %c = load i64, ptr %cp
  %same = icmp eq i64 %c, %k
  br i1 %same, label %no, label %put
put:
  store i64 %m, ptr %pp
  %kp = getelementptr i64, ptr %list, i64 %m
  store i64 %k, ptr %kp
  ret i1 true
no:
  ret i1 false
}

; The table in a block as it is looked up by rows' numbers, less the least of them, %from: the block itself, or, where %numbers is not null, memory with those of the %n rows that have these numbers and nothing in between: behind
; the block, where that is in %room and there are as many of its %words left, or a block of its own, which is noted in %own, to be freed. Null when there is none.
define ptr @jacobi_rows_sparse(ptr %block, ptr %numbers, i64 %from, i64 %n, ptr %room, i64 %words, ptr %own) {
start:
  %dense = icmp eq ptr %numbers, null
  %few = icmp ult i64 %n, 2
  %is = or i1 %dense, %few
  br i1 %is, label %same, label %most
same:
  ret ptr %block
most:
  %i = phi i64 [ 0, %start ], [ %i1, %most ]
  %m = phi i64 [ 0, %start ], [ %m1, %most ]
  %p = getelementptr i64, ptr %numbers, i64 %i
  %k = load i64, ptr %p
  %m1 = call i64 @llvm.smax.i64(i64 %m, i64 %k)
  %i1 = add i64 %i, 1
  %more = icmp ult i64 %i1, %n
  br i1 %more, label %most, label %make
make:
  %span = sub i64 %m1, %from
  %used = add i64 %n, 12
  %last = add i64 %used, %span
  %inside = icmp ult i64 %last, %words
  %there = icmp eq ptr %block, %room
  %beside = and i1 %inside, %there
  br i1 %beside, label %behind, label %alone
behind:
  %rest = getelementptr i64, ptr %room, i64 %used
  br label %row
alone:
  %bytes = shl i64 %span, 3
  %size = add i64 %bytes, 128
  %own0 = call ptr @jacobi_alloc(i64 %size)
  store ptr %own0, ptr %own
  %none = icmp eq ptr %own0, null
  br i1 %none, label %end, label %row
row:
  %made = phi ptr [ %rest, %behind ], [ %own0, %alone ], [ %made, %row ]
  %r = phi i64 [ 0, %behind ], [ 0, %alone ], [ %r1, %row ]
  %np = getelementptr i64, ptr %numbers, i64 %r
  %nk = load i64, ptr %np
  %dp = getelementptr i64, ptr %block, i64 %r
  %d = load i64, ptr %dp
  %at = sub i64 %nk, %from
  %to = getelementptr i64, ptr %made, i64 %at
  store i64 %d, ptr %to
  %r1 = add i64 %r, 1
  %on = icmp ult i64 %r1, %n
  br i1 %on, label %row, label %end
end:
  %table = phi ptr [ null, %alone ], [ %made, %row ]
  ret ptr %table
}

declare i64 @llvm.fptosi.sat.i64.f64(double)
declare i64 @llvm.smax.i64(i64, i64)
declare i64 @llvm.smin.i64(i64, i64)

; The table of the %n rows from %from on, or of those whose numbers stand at %numbers where that is not null, in the array behind a handle, behind it the first one's address (that of the block where there is no row), and behind that what has been seen of them: 1 where one is
; missing or not %width elements long, so that the table is of no use, and 2 where they lie neither each behind the one before nor each in front of it; where they do, then the least and the greatest address. Null when there is no memory. It is in %room if there is
; room for %capacity rows and they are no more, and else a block. Each reference is read once, as other threads may exchange rows meanwhile. References of four bytes are read eight at a time, as HotSpot itself
; copies arrays of references: looking at the rows is most of what a call takes that uses an element of each.
define ptr @jacobi_rows_direct(ptr %handle, ptr %numbers, i64 %from, i64 %n, i64 %width, i64 %shift, ptr %room, i64 %capacity) {
start:
  %little = icmp ule i64 %n, %capacity
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
  %seenp = getelementptr i64, ptr %lastp, i64 1
  %own = ptrtoint ptr %block to i64
  %some = icmp ne i64 %n, 0
  br i1 %some, label %go, label %empty
empty:
  store i64 %own, ptr %lastp
  store i64 0, ptr %seenp
  ret ptr %block
go:
  %array = load i64, ptr %handle
  %offset = load i64, ptr @jacobi_heap
  %refs = load i64, ptr getelementptr (i64, ptr @jacobi_heap, i64 1)
  %scale = load i64, ptr getelementptr (i64, ptr @jacobi_heap, i64 2)
  %base = load i64, ptr getelementptr (i64, ptr @jacobi_heap, i64 3)
  %length = load i64, ptr getelementptr (i64, ptr @jacobi_heap, i64 4)
  %at = add i64 %array, %refs
  %elements = inttoptr i64 %at to ptr
  %wide = icmp slt i64 %scale, 0
  %width32 = trunc i64 %width to i32
  %n8 = and i64 %n, -8
  %listed = icmp ne ptr %numbers, null
  %single = or i1 %wide, %listed
  %eights = select i1 %single, i64 0, i64 %n8
  %any8 = icmp ne i64 %eights, 0
  br i1 %any8, label %eight0, label %rows
eight0:
  %scale0 = insertelement <8 x i64> poison, i64 %scale, i64 0
  %scale8 = shufflevector <8 x i64> %scale0, <8 x i64> poison, <8 x i32> zeroinitializer
  %base0 = insertelement <8 x i64> poison, i64 %base, i64 0
  %base8 = shufflevector <8 x i64> %base0, <8 x i64> poison, <8 x i32> zeroinitializer
  %array0 = insertelement <8 x i64> poison, i64 %array, i64 0
  %array8 = shufflevector <8 x i64> %array0, <8 x i64> poison, <8 x i32> zeroinitializer
  %shift0 = insertelement <8 x i64> poison, i64 %shift, i64 0
  %shift8 = shufflevector <8 x i64> %shift0, <8 x i64> poison, <8 x i32> zeroinitializer
  br label %eight
eight:
  %e = phi i64 [ 0, %eight0 ], [ %e1, %eight ]
  %efirst = phi i64 [ 0, %eight0 ], [ %efirst1, %eight ]
  %elow = phi <8 x i64> [ splat (i64 -9223372036854775808), %eight0 ], [ %ed, %eight ]
  %ehigh = phi <8 x i64> [ splat (i64 9223372036854775807), %eight0 ], [ %ed, %eight ]
  %emissing = phi <8 x i1> [ zeroinitializer, %eight0 ], [ %emissing1, %eight ]
  %eother = phi i32 [ 0, %eight0 ], [ %eother1, %eight ]
  %enotup = phi <8 x i1> [ zeroinitializer, %eight0 ], [ %enotup1, %eight ]
  %enotdown = phi <8 x i1> [ zeroinitializer, %eight0 ], [ %enotdown1, %eight ]
  %ek = add i64 %from, %e
  %ep = getelementptr i32, ptr %elements, i64 %ek
  %eh = load volatile <8 x i32>, ptr %ep, align 4
  %enull = icmp eq <8 x i32> %eh, zeroinitializer
  %ew = zext <8 x i32> %eh to <8 x i64>
  %es = shl <8 x i64> %ew, %scale8
  %eb = add <8 x i64> %es, %base8
  %eo = select <8 x i1> %enull, <8 x i64> %array8, <8 x i64> %eb
  %emissing1 = or <8 x i1> %emissing, %enull
  %o0 = extractelement <8 x i64> %eo, i64 0
  %a0 = add i64 %o0, %length
  %p0 = inttoptr i64 %a0 to ptr
  %l0 = load i32, ptr %p0
  %y0 = xor i32 %l0, %width32
  %x0 = or i32 %y0, %y0
  %o1 = extractelement <8 x i64> %eo, i64 1
  %a1 = add i64 %o1, %length
  %p1 = inttoptr i64 %a1 to ptr
  %l1 = load i32, ptr %p1
  %y1 = xor i32 %l1, %width32
  %x1 = or i32 %x0, %y1
  %o2 = extractelement <8 x i64> %eo, i64 2
  %a2 = add i64 %o2, %length
  %p2 = inttoptr i64 %a2 to ptr
  %l2 = load i32, ptr %p2
  %y2 = xor i32 %l2, %width32
  %x2 = or i32 %x1, %y2
  %o3 = extractelement <8 x i64> %eo, i64 3
  %a3 = add i64 %o3, %length
  %p3 = inttoptr i64 %a3 to ptr
  %l3 = load i32, ptr %p3
  %y3 = xor i32 %l3, %width32
  %x3 = or i32 %x2, %y3
  %o4 = extractelement <8 x i64> %eo, i64 4
  %a4 = add i64 %o4, %length
  %p4 = inttoptr i64 %a4 to ptr
  %l4 = load i32, ptr %p4
  %y4 = xor i32 %l4, %width32
  %x4 = or i32 %x3, %y4
  %o5 = extractelement <8 x i64> %eo, i64 5
  %a5 = add i64 %o5, %length
  %p5 = inttoptr i64 %a5 to ptr
  %l5 = load i32, ptr %p5
  %y5 = xor i32 %l5, %width32
  %x5 = or i32 %x4, %y5
  %o6 = extractelement <8 x i64> %eo, i64 6
  %a6 = add i64 %o6, %length
  %p6 = inttoptr i64 %a6 to ptr
  %l6 = load i32, ptr %p6
  %y6 = xor i32 %l6, %width32
  %x6 = or i32 %x5, %y6
  %o7 = extractelement <8 x i64> %eo, i64 7
  %a7 = add i64 %o7, %length
  %p7 = inttoptr i64 %a7 to ptr
  %l7 = load i32, ptr %p7
  %y7 = xor i32 %l7, %width32
  %x7 = or i32 %x6, %y7
  %eother1 = or i32 %eother, %x7
  %o0first = icmp eq i64 %e, 0
  %efirst1 = select i1 %o0first, i64 %o0, i64 %efirst
  %efirst0 = insertelement <8 x i64> poison, i64 %efirst1, i64 0
  %efirst8 = shufflevector <8 x i64> %efirst0, <8 x i64> poison, <8 x i32> zeroinitializer
  %ediff = sub <8 x i64> %eo, %efirst8
  %ed = ashr <8 x i64> %ediff, %shift8
  %etp = getelementptr i64, ptr %block, i64 %e
  store <8 x i64> %ed, ptr %etp, align 8
  %ebelow = shufflevector <8 x i64> %elow, <8 x i64> %ed, <8 x i32> <i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14>
  %eabove = shufflevector <8 x i64> %ehigh, <8 x i64> %ed, <8 x i32> <i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14>
  %enotmore = icmp sle <8 x i64> %ed, %ebelow
  %enotless = icmp sge <8 x i64> %ed, %eabove
  %enotup1 = or <8 x i1> %enotup, %enotmore
  %enotdown1 = or <8 x i1> %enotdown, %enotless
  %e1 = add i64 %e, 8
  %eon = icmp ult i64 %e1, %eights
  br i1 %eon, label %eight, label %eighth
eighth:
  %edone = extractelement <8 x i64> %ed, i64 7
  %emissingb = bitcast <8 x i1> %emissing1 to i8
  %emissed = icmp ne i8 %emissingb, 0
  %ediffer = icmp ne i32 %eother1, 0
  %ebad = or i1 %emissed, %ediffer
  %enotupb = bitcast <8 x i1> %enotup1 to i8
  %eup = icmp eq i8 %enotupb, 0
  %enotdownb = bitcast <8 x i1> %enotdown1 to i8
  %edown = icmp eq i8 %enotdownb, 0
  %erest = icmp ult i64 %eights, %n
  br i1 %erest, label %rows, label %done
rows:
  %r0 = phi i64 [ 0, %go ], [ %eights, %eighth ]
  %rfirst = phi i64 [ 0, %go ], [ %efirst1, %eighth ]
  %rlow = phi i64 [ -9223372036854775808, %go ], [ %edone, %eighth ]
  %rhigh = phi i64 [ 9223372036854775807, %go ], [ %edone, %eighth ]
  %rbad = phi i1 [ false, %go ], [ %ebad, %eighth ]
  %rup = phi i1 [ true, %go ], [ %eup, %eighth ]
  %rdown = phi i1 [ true, %go ], [ %edown, %eighth ]
  br label %row
row:
  %i = phi i64 [ %r0, %rows ], [ %i1, %put ]
  %first = phi i64 [ %rfirst, %rows ], [ %first1, %put ]
  %low = phi i64 [ %rlow, %rows ], [ %d, %put ]
  %high = phi i64 [ %rhigh, %rows ], [ %d, %put ]
  %bad = phi i1 [ %rbad, %rows ], [ %bad1, %put ]
  %up = phi i1 [ %rup, %rows ], [ %up1, %put ]
  %down = phi i1 [ %rdown, %rows ], [ %down1, %put ]
  %plain = add i64 %from, %i
  br i1 %listed, label %number, label %which
number:
  %np = getelementptr i64, ptr %numbers, i64 %i
  %listedk = load i64, ptr %np
  br label %which
which:
  %k = phi i64 [ %plain, %row ], [ %listedk, %number ]
  br i1 %wide, label %word, label %half
word:
  %wp = getelementptr i64, ptr %elements, i64 %k
  %w = load atomic i64, ptr %wp unordered, align 8
  br label %put
half:
  %hp = getelementptr i32, ptr %elements, i64 %k
  %h = load atomic i32, ptr %hp unordered, align 4
  %hw = zext i32 %h to i64
  %hs = shl i64 %hw, %scale
  %hb = add i64 %hs, %base
  %hnull = icmp eq i32 %h, 0
  %ha = select i1 %hnull, i64 0, i64 %hb
  br label %put
put:
  %a = phi i64 [ %w, %word ], [ %ha, %half ]
  %null = icmp eq i64 %a, 0
  %object = select i1 %null, i64 %array, i64 %a
  %lat = add i64 %object, %length
  %lp = inttoptr i64 %lat to ptr
  %l = load i32, ptr %lp
  %other = icmp ne i32 %l, %width32
  %wrong = or i1 %null, %other
  %bad1 = or i1 %bad, %wrong
  %is = icmp eq i64 %i, 0
  %first1 = select i1 %is, i64 %object, i64 %first
  %diff = sub i64 %object, %first1
  %d = ashr i64 %diff, %shift
  %tp = getelementptr i64, ptr %block, i64 %i
  store i64 %d, ptr %tp
  %more = icmp sgt i64 %d, %low
  %less = icmp slt i64 %d, %high
  %up1 = and i1 %up, %more
  %down1 = and i1 %down, %less
  %i1 = add i64 %i, 1
  %on = icmp ult i64 %i1, %n
  br i1 %on, label %row, label %done
done:
  %begin = phi i64 [ %efirst1, %eighth ], [ %first1, %put ]
  %ending = phi i64 [ %edone, %eighth ], [ %d, %put ]
  %badly = phi i1 [ %ebad, %eighth ], [ %bad1, %put ]
  %upward = phi i1 [ %eup, %eighth ], [ %up1, %put ]
  %downward = phi i1 [ %edown, %eighth ], [ %down1, %put ]
  %data = add i64 %begin, %offset
  store i64 %data, ptr %lastp
  %ordered = or i1 %upward, %downward
  %s2 = select i1 %ordered, i64 0, i64 2
  %s1 = zext i1 %badly to i64
  %seen = or i64 %s1, %s2
  store i64 %seen, ptr %seenp
  %leastp = getelementptr i64, ptr %lastp, i64 2
  %mostp = getelementptr i64, ptr %lastp, i64 3
  br i1 %ordered, label %ends, label %mixed
ends:
  %endbytes = shl i64 %ending, %shift
  %lasts = add i64 %data, %endbytes
  %lowest = select i1 %upward, i64 %data, i64 %lasts
  %highest = select i1 %upward, i64 %lasts, i64 %data
  store i64 %lowest, ptr %leastp
  store i64 %highest, ptr %mostp
  ret ptr %block
mixed:
  ret ptr %block
}

declare i64 @llvm.umax.i64(i64, i64)

; Whether all of the %n rows of a block, which is null for none, are there and as long as they have to be.
define i1 @jacobi_rows_alike(ptr %block, i64 %n) {
  %r = call i1 @unseen(ptr %block, i64 %n, i64 1)
  ret i1 %r
}

; Whether the array behind a handle is none of the %n rows of a block, which is null for none.
define i1 @jacobi_rows_without(ptr %block, i64 %n, i64 %shift, ptr %handle) {
start:
  %none = icmp eq ptr %block, null
  %empty = icmp eq i64 %n, 0
  %plain = or i1 %none, %empty
  br i1 %plain, label %yes, label %look
yes:
  ret i1 true
look:
  %lastp = getelementptr i64, ptr %block, i64 %n
  %first = load i64, ptr %lastp
  %array = load i64, ptr %handle
  %offset = load i64, ptr @jacobi_heap
  %data = add i64 %array, %offset
  %diff = sub i64 %data, %first
  %own = ashr i64 %diff, %shift
  br label %row
row:
  %i = phi i64 [ 0, %look ], [ %j, %row ]
  %found = phi i1 [ false, %look ], [ %found1, %row ]
  %tp = getelementptr i64, ptr %block, i64 %i
  %d = load i64, ptr %tp
  %is = icmp eq i64 %d, %own
  %found1 = or i1 %found, %is
  %j = add i64 %i, 1
  %on = icmp ult i64 %j, %n
  br i1 %on, label %row, label %done
done:
  %r = xor i1 %found1, true
  ret i1 %r
}

define internal i1 @unseen(ptr %block, i64 %n, i64 %what) alwaysinline {
start:
  %none = icmp eq ptr %block, null
  br i1 %none, label %yes, label %look
yes:
  ret i1 true
look:
  %at = add i64 %n, 1
  %p = getelementptr i64, ptr %block, i64 %at
  %seen = load i64, ptr %p
  %masked = and i64 %seen, %what
  %r = icmp eq i64 %masked, 0
  ret i1 %r
}

; Collectors leave rows in pieces, in which each lies behind the one before or each in front of it: the rows of an array that a thread of HotSpot's has made are one piece, those that G1 has moved are pieces of fifty. Pieces of which none
; meets another one have no row in common, however far apart they are. In %room there are 129 words: how many pieces there are, or -1 when these are too many to be worth it, the lowest address of each, and from the 65th word on the highest one.

; Notes the pieces of the %n rows of a block, which is null for none, behind those that are there: false where they are too many, or a row stands twice in a row.
define i1 @jacobi_rows_pieces(ptr %room, ptr %block, i64 %n, i64 %shift) {
start:
  %before = load i64, ptr %room
  %over = icmp slt i64 %before, 0
  br i1 %over, label %no, label %ask
no:
  ret i1 false
ask:
  %none = icmp eq ptr %block, null
  %empty = icmp eq i64 %n, 0
  %plain = or i1 %none, %empty
  br i1 %plain, label %yes, label %look
yes:
  ret i1 true
look:
  ; as many as one for each thirty-two rows and a few more: rows in any order are seen soon
  %part = lshr i64 %n, 5
  %some = add i64 %part, 4
  %sum = add i64 %before, %some
  %most = call i64 @llvm.umin.i64(i64 %sum, i64 64)
  %lastp = getelementptr i64, ptr %block, i64 %n
  %first = load i64, ptr %lastp
  %seenp = getelementptr i64, ptr %lastp, i64 1
  %seen = load i64, ptr %seenp
  %mixed = and i64 %seen, 2
  %ordered = icmp eq i64 %mixed, 0
  %begin = load i64, ptr %block
  br i1 %ordered, label %end, label %chunks
chunks:
  %large = icmp ugt i64 %n, 32
  br label %chunk
chunk:
  ; the rows from %i on, %left of them: a bit of each, whether it lies behind the one before
  %i = phi i64 [ 1, %chunks ], [ %inext, %chunked ]
  %cflip = phi i64 [ 0, %chunks ], [ %eflip, %chunked ]
  %cnew = phi i1 [ true, %chunks ], [ %enew, %chunked ]
  %cfrom = phi i64 [ %begin, %chunks ], [ %efrom, %chunked ]
  %ccount = phi i64 [ %before, %chunks ], [ %ecount, %chunked ]
  br i1 %large, label %vector, label %scalar
vector:
  %rest = sub i64 %n, %i
  %left = call i64 @llvm.umin.i64(i64 %rest, i64 32)
  %back = sub i64 32, %left
  %at = sub i64 %i, %back
  %nowp = getelementptr i64, ptr %block, i64 %at
  %now = load <32 x i64>, ptr %nowp, align 8
  %earlier = sub i64 %at, 1
  %oldp = getelementptr i64, ptr %block, i64 %earlier
  %old = load <32 x i64>, ptr %oldp, align 8
  %up = icmp sgt <32 x i64> %now, %old
  %upbits = bitcast <32 x i1> %up to i32
  %upword = zext i32 %upbits to i64
  %vbits = lshr i64 %upword, %back
  %twin = icmp eq <32 x i64> %now, %old
  %twinbits = bitcast <32 x i1> %twin to i32
  %vtwins = icmp ne i32 %twinbits, 0
  br i1 %vtwins, label %giveup, label %walk0
scalar:
  %si = phi i64 [ 1, %chunk ], [ %si1, %one ]
  %sold = phi i64 [ %begin, %chunk ], [ %snow, %one ]
  %sbits = phi i64 [ 0, %chunk ], [ %sbits1, %one ]
  %stwins = phi i1 [ false, %chunk ], [ %stwins1, %one ]
  %smore = icmp ult i64 %si, %n
  br i1 %smore, label %one, label %ones
one:
  %sp = getelementptr i64, ptr %block, i64 %si
  %snow = load i64, ptr %sp
  %sup = icmp sgt i64 %snow, %sold
  %sbit = zext i1 %sup to i64
  %splace = sub i64 %si, 1
  %sput = shl i64 %sbit, %splace
  %sbits1 = or i64 %sbits, %sput
  %stwin = icmp eq i64 %snow, %sold
  %stwins1 = or i1 %stwins, %stwin
  %si1 = add i64 %si, 1
  br label %scalar
ones:
  %sleft = sub i64 %n, 1
  br i1 %stwins, label %giveup, label %walk0
walk0:
  %bits = phi i64 [ %vbits, %vector ], [ %sbits, %ones ]
  %length = phi i64 [ %left, %vector ], [ %sleft, %ones ]
  %beyond = shl i64 -1, %length
  %valid0 = xor i64 %beyond, -1
  br label %walk
walk:
  ; what is left of the bits, of which the lowest is the row's with number %r; a piece that has just begun goes where its second row lies
  %w = phi i64 [ %bits, %walk0 ], [ %w1, %cut ]
  %valid = phi i64 [ %valid0, %walk0 ], [ %valid1, %cut ]
  %r = phi i64 [ %i, %walk0 ], [ %r1, %cut ]
  %flip = phi i64 [ %cflip, %walk0 ], [ %turn, %cut ]
  %new = phi i1 [ %cnew, %walk0 ], [ true, %cut ]
  %from = phi i64 [ %cfrom, %walk0 ], [ %start1, %cut ]
  %count = phi i64 [ %ccount, %walk0 ], [ %count1, %cut ]
  %lowest = and i64 %w, 1
  %own = sub i64 0, %lowest
  %turn = select i1 %new, i64 %own, i64 %flip
  %unlike = xor i64 %w, %turn
  %others = and i64 %unlike, %valid
  %along = icmp eq i64 %others, 0
  br i1 %along, label %chunked, label %ends
ends:
  %t = call i64 @llvm.cttz.i64(i64 %others, i1 true)
  %ri = add i64 %r, %t
  %startp = getelementptr i64, ptr %block, i64 %ri
  %start1 = load i64, ptr %startp
  %endp = getelementptr i64, ptr %startp, i64 -1
  %end1 = load i64, ptr %endp
  %full = icmp uge i64 %count, %most
  br i1 %full, label %giveup, label %cut
cut:
  call void @piece(ptr %room, i64 %count, i64 %first, i64 %shift, i64 %from, i64 %end1)
  %count1 = add i64 %count, 1
  %t1 = add i64 %t, 1
  %w1 = lshr i64 %w, %t1
  %valid1 = lshr i64 %valid, %t1
  %r1 = add i64 %ri, 1
  %over1 = icmp eq i64 %valid1, 0
  br i1 %over1, label %chunked, label %walk
chunked:
  %eflip = phi i64 [ %turn, %walk ], [ 0, %cut ]
  %enew = phi i1 [ false, %walk ], [ true, %cut ]
  %efrom = phi i64 [ %from, %walk ], [ %start1, %cut ]
  %ecount = phi i64 [ %count, %walk ], [ %count1, %cut ]
  %inext = add i64 %i, %length
  %more = icmp ult i64 %inext, %n
  br i1 %more, label %chunk, label %end
end:
  %ffrom = phi i64 [ %begin, %look ], [ %efrom, %chunked ]
  %fcount = phi i64 [ %before, %look ], [ %ecount, %chunked ]
  %ffull = icmp uge i64 %fcount, %most
  br i1 %ffull, label %giveup, label %last
last:
  %fn = sub i64 %n, 1
  %fp = getelementptr i64, ptr %block, i64 %fn
  %fend = load i64, ptr %fp
  call void @piece(ptr %room, i64 %fcount, i64 %first, i64 %shift, i64 %ffrom, i64 %fend)
  %all = add i64 %fcount, 1
  store i64 %all, ptr %room
  ret i1 true
giveup:
  store i64 -1, ptr %room
  ret i1 false
}

; Notes a piece with a number by the differences of its first and its last row.
define internal void @piece(ptr %room, i64 %k, i64 %first, i64 %shift, i64 %a, i64 %b) alwaysinline {
  %low = call i64 @llvm.smin.i64(i64 %a, i64 %b)
  %high = call i64 @llvm.smax.i64(i64 %a, i64 %b)
  %lowb = shl i64 %low, %shift
  %highb = shl i64 %high, %shift
  %lows = add i64 %first, %lowb
  %highs = add i64 %first, %highb
  %at = add i64 %k, 1
  %lp = getelementptr i64, ptr %room, i64 %at
  store i64 %lows, ptr %lp
  %hp = getelementptr i64, ptr %lp, i64 64
  store i64 %highs, ptr %hp
  ret void
}

; Whether there are pieces, and none of the first %written meets another one.
define i1 @jacobi_rows_separate(ptr %room, i64 %written) {
start:
  %count = load i64, ptr %room
  %over = icmp slt i64 %count, 0
  br i1 %over, label %no, label %test
no:
  ret i1 false
test:
  %k = phi i64 [ 0, %start ], [ %k1, %piece ]
  %more = icmp ult i64 %k, %written
  br i1 %more, label %piece0, label %yes
yes:
  ret i1 true
piece0:
  %k1 = add i64 %k, 1
  %lp = getelementptr i64, ptr %room, i64 %k1
  %low = load i64, ptr %lp
  %hp = getelementptr i64, ptr %lp, i64 64
  %high = load i64, ptr %hp
  br label %other
other:
  %j = phi i64 [ %k1, %piece0 ], [ %j1, %compare ]
  %meet = phi i1 [ false, %piece0 ], [ %meet1, %compare ]
  %on = icmp ult i64 %j, %count
  br i1 %on, label %compare, label %piece
compare:
  %j1 = add i64 %j, 1
  %olp = getelementptr i64, ptr %room, i64 %j1
  %olow = load i64, ptr %olp
  %ohp = getelementptr i64, ptr %olp, i64 64
  %ohigh = load i64, ptr %ohp
  %front = icmp ule i64 %olow, %high
  %behind = icmp uge i64 %ohigh, %low
  %both = and i1 %front, %behind
  %meet1 = or i1 %meet, %both
  br label %other
piece:
  br i1 %meet, label %no, label %test
}

declare i64 @llvm.cttz.i64(i64, i1)

; Rows in any order that lie not too far apart are told apart by marks, a byte for each part of the memory that they lie in: bits that lie in one word would have each row wait for the one before. Arrays do not overlap, so two of them begin in different parts if
; a part is no longer than each of them: a mark that is there already is that of the same array. In %room there are 1025 words: the least address, the greatest one, the bytes of the shortest row (from
; @jacobi_rows_marks on the logarithm of those of a part), how many rows there are (from there on the address of the marks), and marks. First, in place of those:
define void @jacobi_rows_unmarked(ptr %room) {
  store i64 -1, ptr %room
  %mostp = getelementptr i64, ptr %room, i64 1
  store i64 0, ptr %mostp
  %bytesp = getelementptr i64, ptr %room, i64 2
  store i64 -1, ptr %bytesp
  %rowsp = getelementptr i64, ptr %room, i64 3
  store i64 0, ptr %rowsp
  ret void
}

; The %n rows of a block, which is null for none, are to be told apart from others, too; each has %width elements.
define void @jacobi_rows_spread(ptr %room, ptr %block, i64 %n, i64 %shift, i64 %width) {
start:
  %none = icmp eq ptr %block, null
  %empty = icmp eq i64 %n, 0
  %plain = or i1 %none, %empty
  br i1 %plain, label %end, label %look
look:
  %lastp = getelementptr i64, ptr %block, i64 %n
  %seenp = getelementptr i64, ptr %lastp, i64 1
  %seen = load i64, ptr %seenp
  %mixed = and i64 %seen, 2
  %ordered = icmp eq i64 %mixed, 0
  br i1 %ordered, label %known, label %span
known:
  %leastp = getelementptr i64, ptr %lastp, i64 2
  %kleast = load i64, ptr %leastp
  %mostp = getelementptr i64, ptr %lastp, i64 3
  %kmost = load i64, ptr %mostp
  br label %wide
span:
  %si = phi i64 [ 0, %look ], [ %si1, %span ]
  %sleast = phi i64 [ 9223372036854775807, %look ], [ %sleast1, %span ]
  %smost = phi i64 [ -9223372036854775808, %look ], [ %smost1, %span ]
  %sp = getelementptr i64, ptr %block, i64 %si
  %sd = load i64, ptr %sp
  %sleast1 = call i64 @llvm.smin.i64(i64 %sleast, i64 %sd)
  %smost1 = call i64 @llvm.smax.i64(i64 %smost, i64 %sd)
  %si1 = add i64 %si, 1
  %son = icmp ult i64 %si1, %n
  br i1 %son, label %span, label %spanned
spanned:
  %data = load i64, ptr %lastp
  %leastb = shl i64 %sleast1, %shift
  %sleasta = add i64 %data, %leastb
  %mostb = shl i64 %smost1, %shift
  %smosta = add i64 %data, %mostb
  br label %wide
wide:
  %least = phi i64 [ %kleast, %known ], [ %sleasta, %spanned ]
  %most = phi i64 [ %kmost, %known ], [ %smosta, %spanned ]
  %bytes = shl i64 %width, %shift
  %least0 = load i64, ptr %room
  %least1 = call i64 @llvm.umin.i64(i64 %least, i64 %least0)
  store i64 %least1, ptr %room
  %mostrp = getelementptr i64, ptr %room, i64 1
  %most0 = load i64, ptr %mostrp
  %most1 = call i64 @llvm.umax.i64(i64 %most, i64 %most0)
  store i64 %most1, ptr %mostrp
  %bytesp = getelementptr i64, ptr %room, i64 2
  %bytes0 = load i64, ptr %bytesp
  %bytes1 = call i64 @llvm.umin.i64(i64 %bytes, i64 %bytes0)
  store i64 %bytes1, ptr %bytesp
  %rowsp = getelementptr i64, ptr %room, i64 3
  %rows0 = load i64, ptr %rowsp
  %rows1 = add i64 %rows0, %n
  store i64 %rows1, ptr %rowsp
  br label %end
end:
  ret void
}

; Takes all marks away; false where there is no room for as many as there would have to be: these are in memory of their own, which @jacobi_rows_unmark gives back, where they are more than fit behind the words of %room but few for each row. Collectors
; that copy with several threads leave rows in many pieces that lie close together. An array takes 16 bytes at least.
define i1 @jacobi_rows_marks(ptr %room) {
start:
  %least = load i64, ptr %room
  %mostp = getelementptr i64, ptr %room, i64 1
  %most = load i64, ptr %mostp
  %bytesp = getelementptr i64, ptr %room, i64 2
  %bytes = load i64, ptr %bytesp
  %part = call i64 @llvm.umax.i64(i64 %bytes, i64 16)
  %zeros = call i64 @llvm.ctlz.i64(i64 %part, i1 false)
  %log = sub i64 63, %zeros
  store i64 %log, ptr %bytesp
  %rowsp = getelementptr i64, ptr %room, i64 3
  %rows = load i64, ptr %rowsp
  %marks = getelementptr i64, ptr %room, i64 4
  store ptr %marks, ptr %rowsp
  %span = sub i64 %most, %least
  %parts = lshr i64 %span, %log
  %size = add i64 %parts, 1
  %none = icmp ugt i64 %least, %most
  br i1 %none, label %not, label %count
not:
  ret i1 false
count:
  %many = icmp ugt i64 %parts, 8167
  br i1 %many, label %large, label %clear
clear:
  call void @llvm.memset.p0.i64(ptr %marks, i8 0, i64 %size, i1 false)
  ret i1 true
large:
  %each = lshr i64 %parts, 5
  %sparse = icmp ugt i64 %each, %rows
  br i1 %sparse, label %not, label %make
make:
  %made = call ptr @jacobi_alloc_zero(i64 %size)
  %failed = icmp eq ptr %made, null
  br i1 %failed, label %not, label %keep
keep:
  store ptr %made, ptr %rowsp
  ret i1 true
}

; Gives back what marks have in memory of their own.
define void @jacobi_rows_unmark(ptr %room) {
  %marksp = getelementptr i64, ptr %room, i64 3
  %marks = load ptr, ptr %marksp
  %own = getelementptr i64, ptr %room, i64 4
  %inside = icmp eq ptr %marks, %own
  %memory = select i1 %inside, ptr null, ptr %marks
  call void @jacobi_free(ptr %memory)
  ret void
}

; Whether none of the %n rows of a block, which is null for none, had a mark; with %put 1 each gets one, with 0 they do not.
define i1 @jacobi_rows_mark(ptr %room, ptr %block, i64 %n, i64 %shift, i64 %put) {
start:
  %none = icmp eq ptr %block, null
  %empty = icmp eq i64 %n, 0
  %plain = or i1 %none, %empty
  br i1 %plain, label %yes, label %look
yes:
  ret i1 true
look:
  %least = load i64, ptr %room
  %logp = getelementptr i64, ptr %room, i64 2
  %log = load i64, ptr %logp
  %marksp = getelementptr i64, ptr %room, i64 3
  %marks = load ptr, ptr %marksp
  %lastp = getelementptr i64, ptr %block, i64 %n
  %first = load i64, ptr %lastp
  %from = sub i64 %first, %least
  %puts = icmp ne i64 %put, 0
  br i1 %puts, label %row, label %test
test:
  %ti = phi i64 [ 0, %look ], [ %tj, %test ]
  %tfound = phi i8 [ 0, %look ], [ %tfound1, %test ]
  %ttp = getelementptr i64, ptr %block, i64 %ti
  %td = load i64, ptr %ttp
  %tbytes = shl i64 %td, %shift
  %tat = add i64 %from, %tbytes
  %tpart = lshr i64 %tat, %log
  %tmp = getelementptr i8, ptr %marks, i64 %tpart
  %tmark = load i8, ptr %tmp
  %tfound1 = or i8 %tfound, %tmark
  %tj = add i64 %ti, 1
  %ton = icmp ult i64 %tj, %n
  br i1 %ton, label %test, label %done
row:
  %i = phi i64 [ 0, %look ], [ %j, %row ]
  %found = phi i8 [ 0, %look ], [ %found1, %row ]
  %tp = getelementptr i64, ptr %block, i64 %i
  %d = load i64, ptr %tp
  %bytes = shl i64 %d, %shift
  %at = add i64 %from, %bytes
  %part = lshr i64 %at, %log
  %mp = getelementptr i8, ptr %marks, i64 %part
  %mark = load i8, ptr %mp
  %found1 = or i8 %found, %mark
  store i8 1, ptr %mp
  %j = add i64 %i, 1
  %on = icmp ult i64 %j, %n
  br i1 %on, label %row, label %done
done:
  %all = phi i8 [ %found1, %row ], [ %tfound1, %test ]
  %r = icmp eq i8 %all, 0
  ret i1 %r
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
