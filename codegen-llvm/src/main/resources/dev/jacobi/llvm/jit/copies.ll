; The copies on which a call works when it must not hold up the collector: Java arrays to native memory before the call and back after it. All stubs share this,
; so that LLVM need not compile it again for every method. %vt is the table of JNI functions behind %env.
;
; A stub describes its %n array parameters by four i32 each in %arrays: the slot of %args in which the entry expects the data pointer (the same slot of %pristine
; has what was copied, for an array that is written), the bytes of an element, the place of the element type in the JNI's blocks of eight functions, and the sum of 1
; for an array that is written and 2 for one whose length is in the next slot of %args. %handles has in the same order their JNI handles, each with room for the array's
; length behind it, which @jacobi_copy_in finds out. Few elements are copied to the 8192 bytes at %small, on the stub's stack, by the JVM's own function,
; which costs least for them. Many go to blocks of their own, by the pool's threads.

declare i32 @clock_gettime(i32, ptr)
declare noalias ptr @jacobi_alloc(i64)
declare void @jacobi_free(ptr)
declare void @jacobi_put_changed(ptr, ptr, ptr, i64, i32)
declare void @jacobi_take(ptr, ptr, ptr, i64)
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
declare i64 @llvm.umin.i64(i64, i64)

; Function %slot of the JNI's table.
define internal ptr @jni(ptr %env, i64 %slot) {
  %vt = load ptr, ptr %env
  %p = getelementptr ptr, ptr %vt, i64 %slot
  %f = load ptr, ptr %p
  ret ptr %f
}

; Throws element %k of the array of throwables that the first word of %state refers to.
define void @jacobi_throw(ptr %env, ptr %state, i32 %k) {
  %all = load ptr, ptr %state
  %get = call ptr @jni(ptr %env, i64 173)
  %t = call ptr %get(ptr %env, ptr %all, i32 %k)
  %throw = call ptr @jni(ptr %env, i64 13)
  %thrown = call i32 %throw(ptr %env, ptr %t)
  ret void
}

; Copies the %n elements of a whole Java array to or from %data by a function Get/Set<Type>ArrayRegion: the JNI's at %slot. It is called for a piece
; after the other: no safepoint can begin while the JVM copies one, so each takes some ten microseconds only.
define void @jacobi_region(ptr %env, i64 %slot, ptr %array, i64 %n, ptr %data, i32 %width) {
start:
  %f = call ptr @jni(ptr %env, i64 %slot)
  %size = zext i32 %width to i64
  %step = udiv i64 262144, %size
  br label %piece
piece:
  %i = phi i64 [ 0, %start ], [ %j, %piece ]
  %rest = sub i64 %n, %i
  %k = call i64 @llvm.umin.i64(i64 %step, i64 %rest)
  %off = mul i64 %i, %size
  %p = getelementptr i8, ptr %data, i64 %off
  %from = trunc i64 %i to i32
  %count = trunc i64 %k to i32
  call void %f(ptr %env, ptr %array, i32 %from, i32 %count, ptr %p)
  %j = add i64 %i, %k
  %more = icmp ult i64 %j, %n
  br i1 %more, label %piece, label %end
end:
  ret void
}

; Large copies by the pool's threads, a quarter of a megabyte at a time, for that is pinned, which a collector waits for. With %was what has changed
; is written back: elements of %data that differ from %was. Without it (%take) the array's elements go to %data and, unless it is null, to %was. False
; when the JVM gives no address.
define internal i1 @pieces(ptr %env, i1 %take, ptr %array, i64 %n, i32 %width, ptr %data, ptr %was) {
start:
  %get = call ptr @jni(ptr %env, i64 222)
  %release = call ptr @jni(ptr %env, i64 223)
  %size = zext i32 %width to i64
  %step = udiv i64 262144, %size
  %none = icmp eq ptr %was, null
  br label %loop
loop:
  %i = phi i64 [ 0, %start ], [ %j, %on ]
  %left = sub i64 %n, %i
  %some = icmp sgt i64 %left, 0
  br i1 %some, label %pin, label %all
pin:
  %p = call ptr %get(ptr %env, ptr %array, ptr null)
  %failed = icmp eq ptr %p, null
  br i1 %failed, label %all, label %piece
piece:
  %k = call i64 @llvm.umin.i64(i64 %step, i64 %left)
  %off = mul i64 %i, %size
  %pi = getelementptr i8, ptr %p, i64 %off
  %datai = getelementptr i8, ptr %data, i64 %off
  %there = getelementptr i8, ptr %was, i64 %off
  %wasi = select i1 %none, ptr null, ptr %there
  br i1 %take, label %in, label %out
in:
  %bytes = mul i64 %k, %size
  call void @jacobi_take(ptr %datai, ptr %wasi, ptr %pi, i64 %bytes)
  br label %on
out:
  call void @jacobi_put_changed(ptr %pi, ptr %datai, ptr %wasi, i64 %k, i32 %width)
  br label %on
on:
  ; 2: JNI_ABORT, nothing goes back
  %how = select i1 %take, i32 2, i32 0
  call void %release(ptr %env, ptr %array, ptr %p, i32 %how)
  %j = add i64 %i, %k
  br label %loop
all:
  %done = phi i1 [ true, %loop ], [ false, %pin ]
  ret i1 %done
}

; What a stub says about its array %i: the slot, the bytes of an element, the element type's place, whether it is written; then its length.
%array = type { i64, i32, i64, i1, ptr, i64 }

define internal %array @array(ptr %arrays, ptr %handles, i64 %i) alwaysinline {
  %p0 = getelementptr [4 x i32], ptr %arrays, i64 %i
  %slot = load i32, ptr %p0
  %p1 = getelementptr i32, ptr %p0, i64 1
  %width = load i32, ptr %p1
  %p2 = getelementptr i32, ptr %p0, i64 2
  %order = load i32, ptr %p2
  %p3 = getelementptr i32, ptr %p0, i64 3
  %flag = load i32, ptr %p3
  %hp = getelementptr [2 x i64], ptr %handles, i64 %i
  %handle = load ptr, ptr %hp
  %lp = getelementptr i64, ptr %hp, i64 1
  %length = load i64, ptr %lp
  %slot64 = zext i32 %slot to i64
  %order64 = zext i32 %order to i64
  %written = trunc i32 %flag to i1
  %a0 = insertvalue %array poison, i64 %slot64, 0
  %a1 = insertvalue %array %a0, i32 %width, 1
  %a2 = insertvalue %array %a1, i64 %order64, 2
  %a3 = insertvalue %array %a2, i1 %written, 3
  %a4 = insertvalue %array %a3, ptr %handle, 4
  %a5 = insertvalue %array %a4, i64 %length, 5
  ret %array %a5
}

; Bytes that a copy takes: one more than it has at least, as no two blocks may have the same address, in lines of 64.
define internal i64 @bytes(%array %a) alwaysinline {
  %width = extractvalue %array %a, 1
  %length = extractvalue %array %a, 5
  %size = zext i32 %width to i64
  %b = mul i64 %length, %size
  %c = add i64 %b, 64
  %d = and i64 %c, -64
  ret i64 %d
}

; Makes the copies of all arrays. 0: there is no memory; 1: they are at %small; 2: they are in blocks of their own, and %began is when all had been copied.
define i32 @jacobi_copy_in(ptr %env, ptr %arrays, i64 %n, ptr %handles, ptr %args, ptr %pristine, ptr %small, ptr %began) {
start:
  %f = call ptr @jni(ptr %env, i64 171)
  br label %sum
sum:
  %i = phi i64 [ 0, %start ], [ %i1, %sized ]
  %total = phi i64 [ 0, %start ], [ %total1, %sized ]
  %hp = getelementptr [2 x i64], ptr %handles, i64 %i
  %dp = getelementptr [4 x i32], ptr %arrays, i64 %i
  %flagsp = getelementptr i32, ptr %dp, i64 3
  %flags = load i32, ptr %flagsp
  %known = icmp uge i32 %flags, 2
  br i1 %known, label %given, label %ask
given:
  %sloti = load i32, ptr %dp
  %slot64 = zext i32 %sloti to i64
  %ap = getelementptr i64, ptr %args, i64 %slot64
  %np = getelementptr i64, ptr %ap, i64 1
  %there = load i64, ptr %np
  br label %sized
ask:
  %handle = load ptr, ptr %hp
  %length = call i32 %f(ptr %env, ptr %handle)
  %asked = zext i32 %length to i64
  br label %sized
sized:
  %long = phi i64 [ %there, %given ], [ %asked, %ask ]
  %lp = getelementptr i64, ptr %hp, i64 1
  store i64 %long, ptr %lp
  %a = call %array @array(ptr %arrays, ptr %handles, i64 %i)
  %size = call i64 @bytes(%array %a)
  %written = extractvalue %array %a, 3
  %again = select i1 %written, i64 %size, i64 0
  %both = add i64 %size, %again
  %total1 = add i64 %total, %both
  %i1 = add i64 %i, 1
  %more = icmp ult i64 %i1, %n
  br i1 %more, label %sum, label %judge
judge:
  %few = icmp ule i64 %total1, 8192
  br label %place
place:
  %j = phi i64 [ 0, %judge ], [ %j1, %placed ]
  %at = phi i64 [ 0, %judge ], [ %at2, %placed ]
  %short = phi i1 [ false, %judge ], [ %short2, %placed ]
  %b = call %array @array(ptr %arrays, ptr %handles, i64 %j)
  %sizeb = call i64 @bytes(%array %b)
  %slot = extractvalue %array %b, 0
  %writtenb = extractvalue %array %b, 3
  %argp = getelementptr i64, ptr %args, i64 %slot
  %p = call ptr @somewhere(i1 %few, ptr %small, i64 %at, i64 %sizeb)
  store ptr %p, ptr %argp
  %none = icmp eq ptr %p, null
  %short1 = or i1 %short, %none
  %at1 = add i64 %at, %sizeb
  br i1 %writtenb, label %second, label %placed
second:
  %pristinep = getelementptr i64, ptr %pristine, i64 %slot
  %q = call ptr @somewhere(i1 %few, ptr %small, i64 %at1, i64 %sizeb)
  store ptr %q, ptr %pristinep
  %noneq = icmp eq ptr %q, null
  %shortq = or i1 %short1, %noneq
  %atq = add i64 %at1, %sizeb
  br label %placed
placed:
  %at2 = phi i64 [ %at1, %place ], [ %atq, %second ]
  %short2 = phi i1 [ %short1, %place ], [ %shortq, %second ]
  %j1 = add i64 %j, 1
  %morej = icmp ult i64 %j1, %n
  br i1 %morej, label %place, label %all
all:
  br i1 %short2, label %nothing, label %copy
nothing:
  ret i32 0
copy:
  %k = phi i64 [ 0, %all ], [ %k1, %copied ]
  %c = call %array @array(ptr %arrays, ptr %handles, i64 %k)
  call void @copy(ptr %env, %array %c, ptr %args, ptr %pristine, i1 %few)
  br label %copied
copied:
  %k1 = add i64 %k, 1
  %morek = icmp ult i64 %k1, %n
  br i1 %morek, label %copy, label %end
end:
  br i1 %few, label %onstack, label %blocks
onstack:
  ret i32 1
blocks:
  %from = call i32 @clock_gettime(i32 1, ptr %began)
  ret i32 2
}

; At %small + %at for few elements, else a block.
define internal ptr @somewhere(i1 %few, ptr %small, i64 %at, i64 %size) alwaysinline {
  br i1 %few, label %here, label %block
here:
  %p = getelementptr i8, ptr %small, i64 %at
  ret ptr %p
block:
  %q = call ptr @jacobi_alloc(i64 %size)
  ret ptr %q
}

; Fills the copies of one array.
define internal void @copy(ptr %env, %array %a, ptr %args, ptr %pristine, i1 %few) alwaysinline {
  %slot = extractvalue %array %a, 0
  %width = extractvalue %array %a, 1
  %order = extractvalue %array %a, 2
  %written = extractvalue %array %a, 3
  %handle = extractvalue %array %a, 4
  %n = extractvalue %array %a, 5
  %argp = getelementptr i64, ptr %args, i64 %slot
  %to = load ptr, ptr %argp
  br i1 %written, label %two, label %one
two:
  %pristinep = getelementptr i64, ptr %pristine, i64 %slot
  %q = load ptr, ptr %pristinep
  br label %one
one:
  %second = phi ptr [ null, %0 ], [ %q, %two ]
  br i1 %few, label %whole, label %many
many:
  %taken = call i1 @pieces(ptr %env, i1 true, ptr %handle, i64 %n, i32 %width, ptr %to, ptr %second)
  br i1 %taken, label %done, label %whole
whole:
  ; 199: GetBooleanArrayRegion, the first of eight
  %f = add i64 %order, 199
  call void @jacobi_region(ptr %env, i64 %f, ptr %handle, i64 %n, ptr %to, i32 %width)
  br i1 %written, label %same, label %done
same:
  %bytes = call i64 @bytes(%array %a)
  call void @llvm.memcpy.p0.p0.i64(ptr %second, ptr %to, i64 %bytes, i1 false)
  br label %done
done:
  ret void
}

; Writes back what has changed, and nothing else (other threads may be at work on other parts of the arrays), when the entry has %ok returned normally; frees
; the copies. %how is what @jacobi_copy_in said. The second word of %state receives how many nanoseconds have passed since %began.
define void @jacobi_copy_out(ptr %env, ptr %arrays, i64 %n, ptr %handles, ptr %args, ptr %pristine, ptr %began, i32 %how, i1 %ok, ptr %state) {
start:
  %ended = alloca [2 x i64], align 16
  %few = icmp eq i32 %how, 1
  br i1 %ok, label %write, label %drop
write:
  br i1 %few, label %put, label %clock
clock:
  %to = call i32 @clock_gettime(i32 1, ptr %ended)
  %seconds = call i64 @passed(ptr %began, ptr %ended, i64 0)
  %rest = call i64 @passed(ptr %began, ptr %ended, i64 1)
  %giga = mul i64 %seconds, 1000000000
  %nanos = add i64 %giga, %rest
  %nanosp = getelementptr i64, ptr %state, i64 1
  store i64 %nanos, ptr %nanosp
  br label %put
put:
  %i = phi i64 [ 0, %write ], [ 0, %clock ], [ %i1, %next ]
  %a = call %array @array(ptr %arrays, ptr %handles, i64 %i)
  %written = extractvalue %array %a, 3
  br i1 %written, label %back, label %next
back:
  %slot = extractvalue %array %a, 0
  %width = extractvalue %array %a, 1
  %order = extractvalue %array %a, 2
  %handle = extractvalue %array %a, 4
  %length = extractvalue %array %a, 5
  %argp = getelementptr i64, ptr %args, i64 %slot
  %now = load ptr, ptr %argp
  %pristinep = getelementptr i64, ptr %pristine, i64 %slot
  %was = load ptr, ptr %pristinep
  %done = call i1 @pieces(ptr %env, i1 false, ptr %handle, i64 %length, i32 %width, ptr %now, ptr %was)
  br i1 %done, label %next, label %whole
whole:
  ; 207: SetBooleanArrayRegion, the first of eight
  %f = add i64 %order, 207
  call void @jacobi_region(ptr %env, i64 %f, ptr %handle, i64 %length, ptr %now, i32 %width)
  br label %next
next:
  %i1 = add i64 %i, 1
  %more = icmp ult i64 %i1, %n
  br i1 %more, label %put, label %drop
drop:
  br i1 %few, label %end, label %free
free:
  %j = phi i64 [ 0, %drop ], [ %j1, %freed ]
  %dp = getelementptr [4 x i32], ptr %arrays, i64 %j
  %slotj32 = load i32, ptr %dp
  %slotj = zext i32 %slotj32 to i64
  %flagp = getelementptr i32, ptr %dp, i64 3
  %flag = load i32, ptr %flagp
  %copyp = getelementptr i64, ptr %args, i64 %slotj
  %copy = load ptr, ptr %copyp
  call void @jacobi_free(ptr %copy)
  %two = trunc i32 %flag to i1
  br i1 %two, label %second, label %freed
second:
  %secondp = getelementptr i64, ptr %pristine, i64 %slotj
  %q = load ptr, ptr %secondp
  call void @jacobi_free(ptr %q)
  br label %freed
freed:
  %j1 = add i64 %j, 1
  %morej = icmp ult i64 %j1, %n
  br i1 %morej, label %free, label %end
end:
  ret void
}

; What word %k of the clock has advanced.
define internal i64 @passed(ptr %began, ptr %ended, i64 %k) alwaysinline {
  %ap = getelementptr i64, ptr %ended, i64 %k
  %bp = getelementptr i64, ptr %began, i64 %k
  %a = load i64, ptr %ap
  %b = load i64, ptr %bp
  %d = sub i64 %a, %b
  ret i64 %d
}

; How much may be spent until the clock is looked at again, in 1/16 nanoseconds; below zero when the call has no time left, or not as much as %debt. %time is when the
; clock was looked at first (0: never), and how much time the call has, below zero for any.
define i64 @jacobi_time_left(ptr %time, i64 %debt) noinline {
  %clock = alloca [2 x i64], align 16
  %rc = call i32 @clock_gettime(i32 1, ptr %clock)
  %seconds = load i64, ptr %clock
  %restp = getelementptr i64, ptr %clock, i64 1
  %rest = load i64, ptr %restp
  %giga = mul i64 %seconds, 1000000000
  %now = add i64 %giga, %rest
  %known = load atomic i64, ptr %time monotonic, align 8
  %first = icmp eq i64 %known, 0
  %from = select i1 %first, i64 %now, i64 %known
  store atomic i64 %from, ptr %time monotonic, align 8
  %havep = getelementptr i64, ptr %time, i64 1
  %have = load i64, ptr %havep
  %nanos = sub i64 %now, %from
  %parts = shl i64 %nanos, 4
  %all = add i64 %parts, %debt
  %any = icmp slt i64 %have, 0
  %within = icmp sle i64 %all, %have
  %ok = or i1 %any, %within
  %part = ashr i64 %have, 4
  %slice = select i1 %any, i64 9223372036854775807, i64 %part
  %left = select i1 %ok, i64 %slice, i64 -1
  ret i64 %left
}
