; The list of live heap blocks of a function of emitted code. It goes through the blocks: 32 bytes in front of each one's data, where @jacobi_alloc leaves room, is the data of the next one. The list's head lies in %slot, a
; place in that function's frame.

declare noalias ptr @jacobi_alloc(i64)
declare noalias ptr @jacobi_alloc_zero(i64)
declare void @jacobi_free(ptr)
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)

; A new block on the list; null when there is no memory. Sizes that cannot be meant count as no memory.
define noalias ptr @jacobi_allocate(ptr %slot, i64 %bytes, i1 %zero) {
  %big = icmp ugt i64 %bytes, 70368744177664
  br i1 %big, label %none, label %go
go:
  %size = add i64 %bytes, 64
  br i1 %zero, label %clear, label %raw
clear:
  %c = call ptr @jacobi_alloc_zero(i64 %size)
  br label %got
raw:
  %m = call ptr @jacobi_alloc(i64 %size)
  br label %got
got:
  %p = phi ptr [ %c, %clear ], [ %m, %raw ]
  %ok = call i1 @jacobi_adopt(ptr %slot, ptr %p)
  br i1 %ok, label %done, label %none
done:
  ret ptr %p
none:
  ret ptr null
}

; Puts a block on the list; false when there is none.
define i1 @jacobi_adopt(ptr %slot, ptr %p) {
  %null = icmp eq ptr %p, null
  br i1 %null, label %none, label %link
link:
  %head = load ptr, ptr %slot
  %at = getelementptr i8, ptr %p, i64 -32
  store ptr %head, ptr %at
  store ptr %p, ptr %slot
  ret i1 true
none:
  ret i1 false
}

; Frees the blocks in front of %mark that are not among the %n pointers at %keep.
define void @jacobi_sweep(ptr %slot, ptr %mark, ptr %keep, i64 %n) {
entry:
  br label %next
next:
  %where = phi ptr [ %slot, %entry ], [ %where, %drop ], [ %at, %stay ]
  %p = load ptr, ptr %where
  %end = icmp eq ptr %p, %mark
  br i1 %end, label %done, label %look
look:
  %at = getelementptr i8, ptr %p, i64 -32
  br label %test
test:
  %k = phi i64 [ 0, %look ], [ %k1, %other ]
  %more = icmp ult i64 %k, %n
  br i1 %more, label %compare, label %drop
compare:
  %q = getelementptr ptr, ptr %keep, i64 %k
  %kept = load ptr, ptr %q
  %same = icmp eq ptr %kept, %p
  br i1 %same, label %stay, label %other
other:
  %k1 = add i64 %k, 1
  br label %test
stay:
  br label %next
drop:
  %after = load ptr, ptr %at
  store ptr %after, ptr %where
  call void @jacobi_free(ptr %p)
  br label %next
done:
  ret void
}

; Takes the block %p off the list, or copies its %bytes bytes to new memory when it is not on it.
define ptr @jacobi_hand_over(ptr %slot, ptr %p, i64 %bytes) {
entry:
  br label %next
next:
  %where = phi ptr [ %slot, %entry ], [ %at, %other ]
  %q = load ptr, ptr %where
  %end = icmp eq ptr %q, null
  br i1 %end, label %copy, label %look
look:
  %at = getelementptr i8, ptr %q, i64 -32
  %same = icmp eq ptr %q, %p
  br i1 %same, label %take, label %other
other:
  br label %next
take:
  %after = load ptr, ptr %at
  store ptr %after, ptr %where
  ret ptr %p
copy:
  %size = add i64 %bytes, 64
  %m = call ptr @jacobi_alloc(i64 %size)
  %bad = icmp eq ptr %m, null
  br i1 %bad, label %none, label %fill
fill:
  call void @llvm.memcpy.p0.p0.i64(ptr %m, ptr %p, i64 %bytes, i1 false)
  ret ptr %m
none:
  ret ptr null
}
