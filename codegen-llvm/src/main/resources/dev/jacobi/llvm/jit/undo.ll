; The log of what a function has overwritten (text.UndoLog). Its state is four words: where the log begins, where its memory ends, how many bytes it may have, and the block to be freed, null as long as
; all of it is on the stack; where functions that are called note in it, too, two more words behind them are theirs: where the next entry goes, and where the memory ends. An entry is an address times 4, plus the logarithm of how many bytes there are at it, and what they were; or, where more bytes were noted at a time, these, filled up to a multiple of 16, and behind them
; the address times 4 with the sign bit set, and how many they are.

declare noalias ptr @jacobi_alloc(i64)
declare void @jacobi_free(ptr)
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)

; Makes a full log twice as long. Where the next entry goes, or null when it has all that it may have, or there is no memory.
define ptr @jacobi_undo_grow(ptr %state) noinline {
  %begin = load ptr, ptr %state
  %endp = getelementptr i64, ptr %state, i64 1
  %end = load ptr, ptr %endp
  %mostp = getelementptr i64, ptr %state, i64 2
  %most = load i64, ptr %mostp
  %blockp = getelementptr i64, ptr %state, i64 3
  %old = load ptr, ptr %blockp
  %b = ptrtoint ptr %begin to i64
  %e = ptrtoint ptr %end to i64
  %used = sub i64 %e, %b
  %enough = icmp uge i64 %used, %most
  br i1 %enough, label %no, label %ask
ask:
  %size = shl i64 %used, 1
  %new = call ptr @jacobi_alloc(i64 %size)
  %none = icmp eq ptr %new, null
  br i1 %none, label %no, label %move
move:
  call void @llvm.memcpy.p0.p0.i64(ptr %new, ptr %begin, i64 %used, i1 false)
  %first = icmp eq ptr %old, null
  br i1 %first, label %set, label %free
free:
  call void @jacobi_free(ptr %old)
  br label %set
set:
  store ptr %new, ptr %state
  %last = getelementptr i8, ptr %new, i64 %size
  store ptr %last, ptr %endp
  store ptr %new, ptr %blockp
  %next = getelementptr i8, ptr %new, i64 %used
  ret ptr %next
no:
  ret ptr null
}

; Notes %bytes bytes at %from, where the next entry would go to %next. Where it goes now, or null when the log would have more than it may, or there is no memory.
define ptr @jacobi_undo_all(ptr %state, ptr %next, ptr %from, i64 %bytes) noinline {
start:
  %begin = load ptr, ptr %state
  %endp = getelementptr i64, ptr %state, i64 1
  %end = load ptr, ptr %endp
  %b = ptrtoint ptr %begin to i64
  %e = ptrtoint ptr %end to i64
  %n = ptrtoint ptr %next to i64
  %room = sub i64 %e, %b
  %used = sub i64 %n, %b
  %up = add i64 %bytes, 15
  %filled = and i64 %up, -16
  %more = add i64 %filled, 16
  %need = add i64 %used, %more
  %fits = icmp ule i64 %need, %room
  br i1 %fits, label %put, label %ask
ask:
  %mostp = getelementptr i64, ptr %state, i64 2
  %most = load i64, ptr %mostp
  %much = icmp ugt i64 %need, %most
  br i1 %much, label %no, label %grow
grow:
  %size = shl i64 %need, 1
  %new = call ptr @jacobi_alloc(i64 %size)
  %none = icmp eq ptr %new, null
  br i1 %none, label %no, label %move
move:
  call void @llvm.memcpy.p0.p0.i64(ptr %new, ptr %begin, i64 %used, i1 false)
  %blockp = getelementptr i64, ptr %state, i64 3
  %old = load ptr, ptr %blockp
  %first = icmp eq ptr %old, null
  br i1 %first, label %set, label %free
free:
  call void @jacobi_free(ptr %old)
  br label %set
set:
  store ptr %new, ptr %state
  %last = getelementptr i8, ptr %new, i64 %size
  store ptr %last, ptr %endp
  store ptr %new, ptr %blockp
  br label %put
put:
  %base = phi ptr [ %begin, %start ], [ %new, %set ]
  %to = getelementptr i8, ptr %base, i64 %used
  call void @llvm.memcpy.p0.p0.i64(ptr %to, ptr %from, i64 %bytes, i1 false)
  %tail = getelementptr i8, ptr %to, i64 %filled
  %a = ptrtoint ptr %from to i64
  %four = shl i64 %a, 2
  %signed = or i64 %four, -9223372036854775808
  store i64 %signed, ptr %tail
  %lengthp = getelementptr i8, ptr %tail, i64 8
  store i64 %bytes, ptr %lengthp
  %after = getelementptr i8, ptr %tail, i64 16
  ret ptr %after
no:
  ret ptr null
}

; Puts back what the entries in front of %next say, the last one first, and frees the log. %next is null where none was kept.
define void @jacobi_undo(ptr %state, ptr %next) noinline {
  %off = icmp eq ptr %next, null
  br i1 %off, label %end, label %start
start:
  %begin = load ptr, ptr %state
  br label %look
look:
  %p = phi ptr [ %next, %start ], [ %q, %back ], [ %data, %all ]
  %more = icmp ugt ptr %p, %begin
  br i1 %more, label %one, label %done
one:
  %q = getelementptr i8, ptr %p, i64 -16
  %a = load i64, ptr %q
  %width = and i64 %a, 3
  %plain = and i64 %a, 9223372036854775807
  %shifted = lshr i64 %plain, 2
  %to = inttoptr i64 %shifted to ptr
  %wasp = getelementptr i8, ptr %q, i64 8
  %many = icmp slt i64 %a, 0
  br i1 %many, label %all, label %single
all:
  %bytes = load i64, ptr %wasp
  %up = add i64 %bytes, 15
  %filled = and i64 %up, -16
  %minus = sub i64 0, %filled
  %data = getelementptr i8, ptr %q, i64 %minus
  call void @llvm.memcpy.p0.p0.i64(ptr %to, ptr %data, i64 %bytes, i1 false)
  br label %look
single:
  switch i64 %width, label %long [ i64 0, label %byte
                                   i64 1, label %short
                                   i64 2, label %int ]
byte:
  %was1 = load i8, ptr %wasp
  store i8 %was1, ptr %to
  br label %back
short:
  %was2 = load i16, ptr %wasp
  store i16 %was2, ptr %to
  br label %back
int:
  %was4 = load i32, ptr %wasp
  store i32 %was4, ptr %to
  br label %back
long:
  %was8 = load i64, ptr %wasp
  store i64 %was8, ptr %to
  br label %back
back:
  br label %look
done:
  %blockp = getelementptr i64, ptr %state, i64 3
  %block = load ptr, ptr %blockp
  %none = icmp eq ptr %block, null
  br i1 %none, label %end, label %free
free:
  call void @jacobi_free(ptr %block)
  br label %end
end:
  ret void
}
