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

; As @jacobi_allocate, but a block on the list at %spare is taken where one has room for as many bytes: asking for memory takes longer than many a short loop. Few are looked at, and when none of them is
; large enough, the first is freed, so that there are never more than were live at once.
define noalias ptr @jacobi_allocate_spare(ptr %slot, i64 %bytes, i1 %zero, ptr %spare) {
entry:
  %first = load ptr, ptr %spare
  %none = icmp eq ptr %first, null
  %large = icmp ugt i64 %bytes, 16384
  %no = or i1 %none, %large
  br i1 %no, label %fresh, label %search
search:
  ; Blocks have 64 bytes more than was asked for.
  %need = add i64 %bytes, 64
  br label %next
next:
  %k = phi i64 [ 0, %search ], [ %k1, %other ]
  %where = phi ptr [ %spare, %search ], [ %at, %other ]
  %p = load ptr, ptr %where
  %end = icmp eq ptr %p, null
  %enough = icmp eq i64 %k, 4
  %stop = or i1 %end, %enough
  br i1 %stop, label %misfit, label %look
look:
  ; A small block's size is below zero, and reaches from where the block begins.
  %at = getelementptr i8, ptr %p, i64 -32
  %at2 = getelementptr i8, ptr %p, i64 -16
  %begin = load i64, ptr %at2
  %at3 = getelementptr i8, ptr %p, i64 -8
  %minus = load i64, ptr %at3
  %data = ptrtoint ptr %p to i64
  %before = sub i64 %data, %begin
  %size = sub i64 0, %minus
  %room = sub i64 %size, %before
  %fits = icmp uge i64 %room, %need
  br i1 %fits, label %take, label %other
other:
  %k1 = add i64 %k, 1
  br label %next
take:
  %after = load ptr, ptr %at
  store ptr %after, ptr %where
  %linked = call i1 @jacobi_adopt(ptr %slot, ptr %p)
  br i1 %zero, label %clear, label %done
clear:
  call void @llvm.memset.p0.i64(ptr align 64 %p, i8 0, i64 %bytes, i1 false)
  br label %done
done:
  ret ptr %p
misfit:
  %at4 = getelementptr i8, ptr %first, i64 -32
  %second = load ptr, ptr %at4
  store ptr %second, ptr %spare
  call void @jacobi_free(ptr %first)
  br label %fresh
fresh:
  ; Small ones get a quarter more, which arrays that grow from trip to trip need.
  %quarter = lshr i64 %bytes, 2
  %more = select i1 %large, i64 0, i64 %quarter
  %all = add i64 %bytes, %more
  %m = call ptr @jacobi_allocate(ptr %slot, i64 %all, i1 %zero)
  ret ptr %m
}

; Frees the blocks in front of %mark that are not among the %n pointers at %keep; small ones go to the list at %spare unless that is null.
define void @jacobi_sweep(ptr %slot, ptr %mark, ptr %keep, i64 %n, ptr %spare) {
entry:
  %final = icmp eq ptr %spare, null
  br label %next
next:
  %where = phi ptr [ %slot, %entry ], [ %where, %drop ], [ %where, %retire ], [ %at, %stay ]
  %p = load ptr, ptr %where
  %end = icmp eq ptr %p, %mark
  br i1 %end, label %done, label %look
look:
  %at = getelementptr i8, ptr %p, i64 -32
  br label %test
test:
  %k = phi i64 [ 0, %look ], [ %k1, %other ]
  %more = icmp ult i64 %k, %n
  br i1 %more, label %compare, label %out
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
out:
  %after = load ptr, ptr %at
  store ptr %after, ptr %where
  %at2 = getelementptr i8, ptr %p, i64 -8
  %size = load i64, ptr %at2
  %large = icmp sge i64 %size, 0
  %gone = or i1 %final, %large
  br i1 %gone, label %drop, label %retire
drop:
  call void @jacobi_free(ptr %p)
  br label %next
retire:
  %spares = load ptr, ptr %spare
  store ptr %spares, ptr %at
  store ptr %p, ptr %spare
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
