; Writing back what native code has changed in its copy of a Java array. Other threads may meanwhile have written other elements of the
; array itself, so only elements that differ from what was copied are stored, each by one store of its own size.

; Elements %now[i] that differ from %was[i] go to %to[i], for i from 0 to %n - 1; an element has %width bytes (1, 2, 4 or 8).
define void @jacobi_put_changed(ptr %to, ptr %now, ptr %was, i64 %n, i32 %width) {
  switch i32 %width, label %eight [ i32 1, label %one
                                    i32 2, label %two
                                    i32 4, label %four ]
one:
  call void @put8(ptr %to, ptr %now, ptr %was, i64 %n)
  ret void
two:
  call void @put16(ptr %to, ptr %now, ptr %was, i64 %n)
  ret void
four:
  call void @put32(ptr %to, ptr %now, ptr %was, i64 %n)
  ret void
eight:
  call void @put64(ptr %to, ptr %now, ptr %was, i64 %n)
  ret void
}

define internal void @put8(ptr noalias %to, ptr noalias readonly %now, ptr noalias readonly %was, i64 %n) {
start:
  %none = icmp eq i64 %n, 0
  br i1 %none, label %done, label %each
each:
  %i = phi i64 [ 0, %start ], [ %next, %on ]
  %nowp = getelementptr i8, ptr %now, i64 %i
  %wasp = getelementptr i8, ptr %was, i64 %i
  %x = load i8, ptr %nowp
  %y = load i8, ptr %wasp
  %same = icmp eq i8 %x, %y
  br i1 %same, label %on, label %put
put:
  %top = getelementptr i8, ptr %to, i64 %i
  store i8 %x, ptr %top
  br label %on
on:
  %next = add nuw i64 %i, 1
  %end = icmp eq i64 %next, %n
  br i1 %end, label %done, label %each
done:
  ret void
}

define internal void @put16(ptr noalias %to, ptr noalias readonly %now, ptr noalias readonly %was, i64 %n) {
start:
  %none = icmp eq i64 %n, 0
  br i1 %none, label %done, label %each
each:
  %i = phi i64 [ 0, %start ], [ %next, %on ]
  %nowp = getelementptr i16, ptr %now, i64 %i
  %wasp = getelementptr i16, ptr %was, i64 %i
  %x = load i16, ptr %nowp
  %y = load i16, ptr %wasp
  %same = icmp eq i16 %x, %y
  br i1 %same, label %on, label %put
put:
  %top = getelementptr i16, ptr %to, i64 %i
  store i16 %x, ptr %top
  br label %on
on:
  %next = add nuw i64 %i, 1
  %end = icmp eq i64 %next, %n
  br i1 %end, label %done, label %each
done:
  ret void
}

define internal void @put32(ptr noalias %to, ptr noalias readonly %now, ptr noalias readonly %was, i64 %n) {
start:
  %none = icmp eq i64 %n, 0
  br i1 %none, label %done, label %each
each:
  %i = phi i64 [ 0, %start ], [ %next, %on ]
  %nowp = getelementptr i32, ptr %now, i64 %i
  %wasp = getelementptr i32, ptr %was, i64 %i
  %x = load i32, ptr %nowp
  %y = load i32, ptr %wasp
  %same = icmp eq i32 %x, %y
  br i1 %same, label %on, label %put
put:
  %top = getelementptr i32, ptr %to, i64 %i
  store i32 %x, ptr %top
  br label %on
on:
  %next = add nuw i64 %i, 1
  %end = icmp eq i64 %next, %n
  br i1 %end, label %done, label %each
done:
  ret void
}

define internal void @put64(ptr noalias %to, ptr noalias readonly %now, ptr noalias readonly %was, i64 %n) {
start:
  %none = icmp eq i64 %n, 0
  br i1 %none, label %done, label %each
each:
  %i = phi i64 [ 0, %start ], [ %next, %on ]
  %nowp = getelementptr i64, ptr %now, i64 %i
  %wasp = getelementptr i64, ptr %was, i64 %i
  %x = load i64, ptr %nowp
  %y = load i64, ptr %wasp
  %same = icmp eq i64 %x, %y
  br i1 %same, label %on, label %put
put:
  %top = getelementptr i64, ptr %to, i64 %i
  store i64 %x, ptr %top
  br label %on
on:
  %next = add nuw i64 %i, 1
  %end = icmp eq i64 %next, %n
  br i1 %end, label %done, label %each
done:
  ret void
}
