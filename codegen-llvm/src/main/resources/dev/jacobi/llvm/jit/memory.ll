; Memory of native code: copies of Java arrays, shadows, temporaries, results. Large blocks that are freed stay mapped for the next
; one who wants that size, because the system's fresh pages cost more than most kernels' work on them (a fault per 4 kB, and the
; page is cleared). @jacobi_alloc, @jacobi_alloc_zero and @jacobi_free may be called by any thread at any time and take no lock.
;
; A block's data is aligned to 64 bytes; the 16 bytes in front of it say where the block begins and how large it is (below zero: it came from
; malloc), and the 16 bytes in front of these are the owner's, for a list of blocks. Sizes of large blocks are rounded up to quarters of a power of two; @kept has places for each such size from 2^15 on, 16,384 and then
; half as many for each power, 512 at least, since programs leave many arrays of one shape to the collector, which frees them together. A place holds a free block's data pointer or null: whoever swaps a pointer out owns the block.
; Places are filled from the first on and emptied from the last: @there says how many of a size's places have a block, about, as it is changed after the place, and it is where a search begins. At most @jacobi_memory_kept bytes are kept; what would
; exceed that empties all places first. @jacobi_idle, called now and then, empties them when nobody has allocated since the last time.

; All blocks together, the kept ones too, take at most @jacobi_memory_limit bytes: beyond, there is no memory. Both limits are set from outside at any time.
; Small blocks are counted by threads: each has one of 64 counters, by where its stack is, and what has come together there is moved to @small.

; Each variable is on a cache line of its own, since all threads write them: the two limits; the bytes of small blocks that have been moved from the counters, and the counters; the places; how many
; bytes are kept in places, and how many are mapped, those included; 1 when a large block was asked for or freed since @jacobi_idle looked last; where in its page the last block began.
@jacobi_memory_limit = global i64 9223372036854775807, align 64
@jacobi_memory_kept = global i64 268435456, align 64
@small = internal global i64 0, align 64
@counters = internal global [64 x [8 x i64]] zeroinitializer, align 64
@kept = internal global [182272 x ptr] zeroinitializer, align 64
@there = internal global [128 x i64] zeroinitializer, align 64
@retained = internal global i64 0, align 64
@mapped = internal global i64 0, align 64
@used = internal global i32 0, align 64
@colour = internal global i64 0, align 64

declare ptr @malloc(i64)
declare void @free(ptr)
declare ptr @mmap(ptr, i64, i32, i32, i32, i64)
declare i32 @munmap(ptr, i64)
declare i32 @madvise(ptr, i64, i32)
declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)
declare i64 @llvm.ctlz.i64(i64, i1)
declare i64 @llvm.abs.i64(i64, i1)
declare i64 @llvm.smin.i64(i64, i64)
declare i64 @llvm.smax.i64(i64, i64)
declare i64 @llvm.umin.i64(i64, i64)

; Memory of undefined contents, or null.
define noalias ptr @jacobi_alloc(i64 %bytes) {
  %p = call ptr @block(i64 %bytes, i1 false)
  ret ptr %p
}

; Memory of zeros, or null.
define noalias ptr @jacobi_alloc_zero(i64 %bytes) {
  %p = call ptr @block(i64 %bytes, i1 true)
  ret ptr %p
}

; Of both: small blocks up to 28 kB are the C library's, which has those of this size at hand; larger ones are mapped.
define internal ptr @block(i64 %bytes, i1 %zero) {
  %large = icmp ugt i64 %bytes, 28672
  br i1 %large, label %sized, label %small
small:
  ; 32 bytes for the head and the owner, and up to 64 to the next address that is a multiple of 64; all of it counts.
  %room = add i64 %bytes, 96
  %allowed = call i1 @count(i64 %room)
  br i1 %allowed, label %ask, label %undo
ask:
  ; Not calloc, which does not look among the blocks that the thread has at hand.
  %b = call ptr @malloc(i64 %room)
  %none = icmp eq ptr %b, null
  br i1 %none, label %undo, label %place
undo:
  ; There is none: what was counted is taken back.
  %less = sub i64 0, %room
  %whatever = call i1 @count(i64 %less)
  br label %fail
place:
  ; The data begins at the first multiple of 64 that leaves 32 bytes in front.
  %minus = sub i64 0, %room
  %bi = ptrtoint ptr %b to i64
  %up = add i64 %bi, 95
  %di = and i64 %up, -64
  %by = sub i64 %di, %bi
  %d = getelementptr i8, ptr %b, i64 %by
  call void @head(ptr %d, ptr %b, i64 %minus)
  br i1 %zero, label %clear, label %done
clear:
  call void @llvm.memset.p0.i64(ptr align 64 %d, i8 0, i64 %bytes, i1 false)
  br label %done
done:
  ret ptr %d
sized:
  ; No machine has more than 2^46 bytes, and sizes above cannot overflow below.
  %huge = icmp ugt i64 %bytes, 70368744177664
  br i1 %huge, label %fail, label %class
class:
  ; 4096 bytes for where in its page the data begins, and 64 for the head.
  store atomic i32 1, ptr @used monotonic, align 4
  %need = add i64 %bytes, 4160
  %size = call i64 @round(i64 %need)
  %first = call ptr @places(i64 %size)
  %tally = call ptr @number(i64 %size)
  %have = load atomic i64, ptr %tally monotonic, align 8
  %some = icmp sgt i64 %have, 0
  br i1 %some, label %look, label %fresh
look:
  %places = call i64 @capacity(i64 %size)
  %last = sub i64 %places, 1
  %full = call i64 @llvm.smin.i64(i64 %have, i64 %places)
  br label %search
search:
  ; One of the places for this size may have a block. Whoever makes null of its pointer has it; when somebody else was first, the next place is looked at. Their number is a power of two.
  %k = phi i64 [ 1, %look ], [ %k1, %next ]
  %place0 = sub i64 %full, %k
  %place1 = and i64 %place0, %last
  %slot = getelementptr ptr, ptr %first, i64 %place1
  %free = load atomic ptr, ptr %slot monotonic, align 8
  %empty = icmp eq ptr %free, null
  br i1 %empty, label %next, label %take
take:
  %swap = cmpxchg ptr %slot, ptr %free, ptr null acquire monotonic
  %won = extractvalue { ptr, i1 } %swap, 1
  br i1 %won, label %reuse, label %next
next:
  %k1 = add i64 %k, 1
  %more = icmp ule i64 %k1, %places
  br i1 %more, label %search, label %fresh
reuse:
  ; A kept block has what its last owner wrote.
  %r = atomicrmw sub ptr @retained, i64 %size monotonic
  %rest = atomicrmw sub ptr %tally, i64 1 monotonic
  br i1 %zero, label %wipe, label %give
wipe:
  call void @llvm.memset.p0.i64(ptr align 64 %free, i8 0, i64 %bytes, i1 false)
  br label %give
give:
  ret ptr %free
fresh:
  %a = call ptr @map(i64 %size)
  ret ptr %a
fail:
  ret ptr null
}

; Counts bytes of small blocks; false when they are too many, though they are counted then, too.
define internal i1 @count(i64 %by) {
  ; Threads have their stacks 64 kB apart at least, so bits 16 to 25 of an address there tell most of them apart.
  %here = alloca i8
  %a = ptrtoint ptr %here to i64
  %high = lshr i64 %a, 20
  %low = lshr i64 %a, 16
  %mix = xor i64 %high, %low
  %k = and i64 %mix, 63
  %counter = getelementptr [8 x i64], ptr @counters, i64 %k
  ; The sum is looked at only when 64 kB have come together, in either direction: a block may be freed by another thread than the one that asked for it.
  %old = atomicrmw add ptr %counter, i64 %by monotonic
  %new = add i64 %old, %by
  %many = call i64 @llvm.abs.i64(i64 %new, i1 false)
  %much = icmp ugt i64 %many, 65536
  br i1 %much, label %move, label %fine
fine:
  ret i1 true
move:
  ; When there are too many, what is kept goes back to the system, and then it is enough or not.
  %all = atomicrmw xchg ptr %counter, i64 0 monotonic
  %s = atomicrmw add ptr @small, i64 %all monotonic
  %m = load atomic i64, ptr @mapped monotonic, align 8
  %over = call i1 @exceeds(i64 %m)
  br i1 %over, label %empty, label %fine
empty:
  call void @release()
  %m2 = load atomic i64, ptr @mapped monotonic, align 8
  %still = call i1 @exceeds(i64 %m2)
  %ok = xor i1 %still, true
  ret i1 %ok
}

; Whether so many bytes of large blocks are too many beside the small ones.
define internal i1 @exceeds(i64 %large) {
  %s = load atomic i64, ptr @small monotonic, align 8
  %sum = add i64 %large, %s
  %most = load atomic i64, ptr @jacobi_memory_limit monotonic, align 8
  %over = icmp sgt i64 %sum, %most
  ret i1 %over
}

; A new large block: its pages are zero. When there is no memory left, what is kept is given back first.
define internal ptr @map(i64 %size) {
  br label %try
try:
  ; The bytes are counted before they are asked for, so that threads do not exceed the limit together. The second attempt is the last.
  %again = phi i1 [ false, %0 ], [ true, %empty ]
  %before = atomicrmw add ptr @mapped, i64 %size monotonic
  %then = add i64 %before, %size
  %over = call i1 @exceeds(i64 %then)
  br i1 %over, label %short, label %ask
ask:
  %bi = call i64 @pages(i64 %size)
  %bad = icmp eq i64 %bi, -1
  br i1 %bad, label %short, label %made
short:
  %less = atomicrmw sub ptr @mapped, i64 %size monotonic
  br i1 %again, label %none, label %empty
empty:
  call void @release()
  br label %try
none:
  ret ptr null
made:
  %b = inttoptr i64 %bi to ptr
  ; blocks begin at different offsets within their page, lest the same element of several arrays meet in the same cache set
  %n = atomicrmw add ptr @colour, i64 448 monotonic
  %shift = and i64 %n, 4032
  %off = add i64 %shift, 64
  %d = getelementptr i8, ptr %b, i64 %off
  call void @head(ptr %d, ptr %b, i64 %size)
  ret ptr %d
}

; Frees what the two functions above returned, or null.
define void @jacobi_free(ptr %d) {
  %null = icmp eq ptr %d, null
  br i1 %null, label %end, label %look
end:
  ret void
look:
  ; The head: where the block begins, and its size, which is below zero for small ones.
  %at = getelementptr i8, ptr %d, i64 -16
  %b = load ptr, ptr %at
  %at2 = getelementptr i8, ptr %d, i64 -8
  %size = load i64, ptr %at2
  %small = icmp slt i64 %size, 0
  br i1 %small, label %back, label %large
back:
  call void @free(ptr %b)
  %whatever = call i1 @count(i64 %size)
  ret void
large:
  ; A block that takes more than half of what may be kept is not kept, and none is while all blocks are beyond the limit.
  store atomic i32 1, ptr @used monotonic, align 4
  %most = load atomic i64, ptr @jacobi_memory_kept monotonic, align 8
  %half = lshr i64 %most, 1
  %big = icmp ugt i64 %size, %half
  %m = load atomic i64, ptr @mapped monotonic, align 8
  %over0 = call i1 @exceeds(i64 %m)
  %not = or i1 %big, %over0
  br i1 %not, label %drop, label %count
count:
  ; It is counted first. When that is too much, all places are emptied, once.
  %again = phi i1 [ false, %large ], [ true, %over ]
  %r = atomicrmw add ptr @retained, i64 %size monotonic
  %r1 = add i64 %r, %size
  %fits = icmp ule i64 %r1, %most
  br i1 %fits, label %keep, label %exceed
exceed:
  %u = atomicrmw sub ptr @retained, i64 %size monotonic
  br i1 %again, label %drop, label %over
over:
  call void @release()
  br label %count
keep:
  %first = call ptr @places(i64 %size)
  %places = call i64 @capacity(i64 %size)
  %last = sub i64 %places, 1
  %tally = call ptr @number(i64 %size)
  %have0 = load atomic i64, ptr %tally monotonic, align 8
  %have = call i64 @llvm.smax.i64(i64 %have0, i64 0)
  br label %search
search:
  %k = phi i64 [ 0, %keep ], [ %k1, %next ]
  %place0 = add i64 %have, %k
  %place1 = and i64 %place0, %last
  %slot = getelementptr ptr, ptr %first, i64 %place1
  %there = load atomic ptr, ptr %slot monotonic, align 8
  %empty = icmp eq ptr %there, null
  br i1 %empty, label %put, label %next
put:
  ; A release: whoever takes the pointer sees the head behind it.
  %swap = cmpxchg ptr %slot, ptr null, ptr %d release monotonic
  %won = extractvalue { ptr, i1 } %swap, 1
  br i1 %won, label %kept, label %next
kept:
  %c = atomicrmw add ptr %tally, i64 1 monotonic
  ret void
next:
  %k1 = add i64 %k, 1
  %more = icmp ult i64 %k1, %places
  br i1 %more, label %search, label %full
full:
  ; All places have blocks.
  %v = atomicrmw sub ptr @retained, i64 %size monotonic
  br label %drop
drop:
  call void @unmap(ptr %d)
  ret void
}

; Gives every kept block back to the system when nobody has used any since the last call; returns the bytes still mapped.
define i64 @jacobi_idle(i64 %unused) {
  %was = atomicrmw xchg ptr @used, i32 0 monotonic
  %busy = icmp ne i32 %was, 0
  br i1 %busy, label %end, label %look
look:
  %r = load atomic i64, ptr @retained monotonic, align 8
  %nothing = icmp eq i64 %r, 0
  br i1 %nothing, label %end, label %go
go:
  call void @release()
  br label %end
end:
  %m = load atomic i64, ptr @mapped monotonic, align 8
  ret i64 %m
}

; Empties all places of sizes that have blocks.
define internal void @release() noinline {
  br label %sizes
sizes:
  %c = phi i64 [ 0, %0 ], [ %c1, %on ]
  %tallied = getelementptr i64, ptr @there, i64 %c
  %have = load atomic i64, ptr %tallied monotonic, align 8
  %some = icmp sgt i64 %have, 0
  br i1 %some, label %within, label %on
within:
  %begin = call i64 @begin(i64 %c)
  %c0 = add i64 %c, 1
  %stop = call i64 @begin(i64 %c0)
  br label %loop
on:
  %c1 = add i64 %c, 1
  %other = icmp ult i64 %c1, 128
  br i1 %other, label %sizes, label %end
loop:
  %k = phi i64 [ %begin, %within ], [ %k1, %next ]
  %slot = getelementptr ptr, ptr @kept, i64 %k
  %there = load atomic ptr, ptr %slot monotonic, align 8
  %none = icmp eq ptr %there, null
  br i1 %none, label %next, label %take
take:
  ; It may be gone since it was seen.
  %d = atomicrmw xchg ptr %slot, ptr null acquire
  %lost = icmp eq ptr %d, null
  br i1 %lost, label %next, label %drop
drop:
  %at = getelementptr i8, ptr %d, i64 -8
  %size = load i64, ptr %at
  %r = atomicrmw sub ptr @retained, i64 %size monotonic
  %t = atomicrmw sub ptr %tallied, i64 1 monotonic
  call void @unmap(ptr %d)
  br label %next
next:
  %k1 = add i64 %k, 1
  %more = icmp ult i64 %k1, %stop
  br i1 %more, label %loop, label %on
end:
  ret void
}

; Gives a large block back to the system.
define internal void @unmap(ptr %d) {
  %at = getelementptr i8, ptr %d, i64 -16
  %b = load ptr, ptr %at
  %at2 = getelementptr i8, ptr %d, i64 -8
  %size = load i64, ptr %at2
  %sum = atomicrmw sub ptr @mapped, i64 %size monotonic
  %ignored = call i32 @munmap(ptr %b, i64 %size)
  ret void
}

; Writes what stands in front of a block's data: where the block begins, and its size.
define internal void @head(ptr %d, ptr %b, i64 %size) {
  %at = getelementptr i8, ptr %d, i64 -16
  store ptr %b, ptr %at
  %at2 = getelementptr i8, ptr %d, i64 -8
  store i64 %size, ptr %at2
  ret void
}

; The next multiple of a quarter of the largest power of two in it.
define internal i64 @round(i64 %n) {
  ; 63 - zeros is the exponent of the largest power of two; a quarter has an exponent less by two. One less than a quarter is added, and what is below a quarter cut off.
  %zeros = call i64 @llvm.ctlz.i64(i64 %n, i1 true)
  %shift = sub i64 61, %zeros
  %step = shl i64 1, %shift
  %less = sub i64 %step, 1
  %up = add i64 %n, %less
  %mask = sub i64 0, %step
  %size = and i64 %up, %mask
  ret i64 %size
}

; The first of the places for blocks of a rounded size.
define internal ptr @places(i64 %size) {
  %class = call i64 @class(i64 %size)
  %index = call i64 @begin(i64 %class)
  %p = getelementptr ptr, ptr @kept, i64 %index
  ret ptr %p
}

; How many of them there are: 2^14 and half as many for each power of two, but 512 at least.
define internal i64 @capacity(i64 %size) {
  %class = call i64 @class(i64 %size)
  %power = lshr i64 %class, 2
  %k = call i64 @llvm.umin.i64(i64 %power, i64 5)
  %n = lshr i64 16384, %k
  ret i64 %n
}

; How many places there are in front of those of a size: four sizes of each power in front, 131,072 less a 2^power-th of it, and from 2^5 on 2,048 for each power.
define internal i64 @begin(i64 %class) {
  %power = lshr i64 %class, 2
  %k = call i64 @llvm.umin.i64(i64 %power, i64 5)
  %gone = lshr i64 131072, %k
  %halves = sub i64 131072, %gone
  %over = sub i64 %power, %k
  %alike = shl i64 %over, 11
  %powers = add i64 %halves, %alike
  %n = lshr i64 16384, %k
  %quarter = and i64 %class, 3
  %same = mul i64 %n, %quarter
  %all = add i64 %powers, %same
  ret i64 %all
}

; Where it says how many of these places have a block.
define internal ptr @number(i64 %size) {
  %class = call i64 @class(i64 %size)
  %p = getelementptr i64, ptr @there, i64 %class
  ret ptr %p
}

; Which of the 128 rounded sizes it is.
define internal i64 @class(i64 %size) {
  ; The two bits below the highest say how many quarters come on top of the power of two, and 48 - zeros counts powers from 2^15 on: four sizes for each power.
  %zeros = call i64 @llvm.ctlz.i64(i64 %size, i1 true)
  %shift = sub i64 61, %zeros
  %top = lshr i64 %size, %shift
  %quarter = and i64 %top, 3
  %power = sub i64 48, %zeros
  %four = shl i64 %power, 2
  %class = add i64 %four, %quarter
  ret i64 %class
}
