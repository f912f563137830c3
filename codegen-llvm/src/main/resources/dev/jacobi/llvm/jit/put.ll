; Part of changes.ll, once for each width of an element: the elements from %lo to %hi - 1, 64 bytes at a time and then one by one.
declare void @llvm.masked.store.v${lanes}i${bits}.p0(<${lanes} x i${bits}>, ptr, i32, <${lanes} x i1>)

define internal void @put${bits}(ptr %ctx, i64 %lo, i64 %hi) {
start:
  %to = load ptr, ptr %ctx
  %c1 = getelementptr ptr, ptr %ctx, i64 1
  %now = load ptr, ptr %c1
  %c2 = getelementptr ptr, ptr %ctx, i64 2
  %was = load ptr, ptr %c2
  %blocks = sub i64 %hi, ${lanes}
  br label %next
next:
  %i = phi i64 [ %lo, %start ], [ %after, %skip ], [ %after, %whole ], [ %after, %some ]
  %fits = icmp sle i64 %i, %blocks
  br i1 %fits, label %block, label %rest
block:
  %after = add i64 %i, ${lanes}
  %nowp = getelementptr i${bits}, ptr %now, i64 %i
  %wasp = getelementptr i${bits}, ptr %was, i64 %i
  %x = load <${lanes} x i${bits}>, ptr %nowp, align ${bytes}
  %y = load <${lanes} x i${bits}>, ptr %wasp, align ${bytes}
  %changed = icmp ne <${lanes} x i${bits}> %x, %y
  %bits = bitcast <${lanes} x i1> %changed to i${lanes}
  %none = icmp eq i${lanes} %bits, 0
  br i1 %none, label %skip, label %put
skip:
  br label %next
put:
  %top = getelementptr i${bits}, ptr %to, i64 %i
  %all = icmp eq i${lanes} %bits, -1
  br i1 %all, label %whole, label %some
whole: ; Masked stores take ten times as long on processors without AVX-512.
  store <${lanes} x i${bits}> %x, ptr %top, align ${bytes}
  br label %next
some:
  call void @llvm.masked.store.v${lanes}i${bits}.p0(<${lanes} x i${bits}> %x, ptr %top, i32 ${bytes}, <${lanes} x i1> %changed)
  br label %next
rest:
  %j = phi i64 [ %i, %next ], [ %j1, %on ]
  %more = icmp slt i64 %j, %hi
  br i1 %more, label %each, label %done
each:
  %j1 = add i64 %j, 1
  %nowq = getelementptr i${bits}, ptr %now, i64 %j
  %wasq = getelementptr i${bits}, ptr %was, i64 %j
  %u = load i${bits}, ptr %nowq, align ${bytes}
  %v = load i${bits}, ptr %wasq, align ${bytes}
  %same = icmp eq i${bits} %u, %v
  br i1 %same, label %on, label %one
one:
  %toq = getelementptr i${bits}, ptr %to, i64 %j
  store i${bits} %u, ptr %toq, align ${bytes}
  br label %on
on:
  br label %rest
done:
  ret void
}
