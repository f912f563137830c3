; Products of matrices whose sums keep their order: c[m, n] = a b, or c + a b. With each product and each sum rounded, what is computed is to the bit what three loops compute that add up c[i][j] along the
; contracted axis; fused, products are not rounded where the processor can do without.
;
; Of each matrix there is a table of where its rows begin behind the first one, in elements, or null where they lie one behind the other.
;
; The contracted axis is gone along in blocks of at most ${depth}, all about as long. Of each block all threads pack b into panels of ${columns} columns. Then each takes some rows of c after the other, packs those
; of a into strips of ${rows} rows, which stay in its processor's cache, and @tile${t} adds to the ${rows} x ${columns} sums of a strip and a panel, which are in registers, and in c between blocks. Blocks are long, as
; the sums of a tile are read and written once for each. The last rows are taken few at a time, for threads that are not equally fast. What is packed of b at a time is bounded, so that wide matrices take no more
; memory. No result depends on how the work is split.
;
; %shape is words of 64 bits as for @jacobi_product_${t} without batches; the ninth says whether c holds numbers to add to, the tenth whether sums are fused, and the eleventh how many elements lie between the
; rows of c.

declare i64 @jacobi_pool_threads()

; What all threads have in common, in words: c, a, b, shape; packed b, where the block begins, how long it is, memory for strips, bytes of it for a thread; which strip each part begins with; whether sums begin here;
; the tables of c, a and b; the first panel that is packed, how many are; panels that are packed together; panels of a part, parts side by side, parts; and on a line of its own the next part that nobody has taken.
define void @jacobi_ordered_${t}(ptr %c, ptr %crows, ptr %a, ptr %arows, ptr %b, ptr %brows, ptr %shape, i1 %threads) {
  %ctx = alloca [32 x i64], align 64
  %m = call i64 @word${t}(ptr %shape, i64 0)
  %n = call i64 @word${t}(ptr %shape, i64 1)
  %k = call i64 @word${t}(ptr %shape, i64 2)
  %adds = call i64 @word${t}(ptr %shape, i64 8)
  %short = icmp slt i64 %k, 1
  %least = call i64 @llvm.smin.i64(i64 %m, i64 %n)
  %nothing = icmp slt i64 %least, 1
  %by = or i1 %short, %nothing
  br i1 %by, label %alone, label %room
room:
  ; Fewer than half a million products take less time than other threads need to wake up.
  %dm = sitofp i64 %m to double
  %dn = sitofp i64 %n to double
  %dk = sitofp i64 %k to double
  %dmn = fmul double %dm, %dn
  %work = fmul double %dmn, %dk
  %much = fcmp oge double %work, 524288.0
  %share = and i1 %much, %threads
  %crew = call i64 @jacobi_pool_threads()
  %team = select i1 %share, i64 %crew, i64 1
  %k9 = add i64 %k, ${depth1}
  %blocks = sdiv i64 %k9, ${depth}
  %k8 = add i64 %k, %blocks
  %k7 = sub i64 %k8, 1
  %even = sdiv i64 %k7, %blocks
  %even3 = add i64 %even, 3
  %fours = and i64 %even3, -4
  %deep = call i64 @llvm.smin.i64(i64 %fours, i64 %k)
  %m1 = add i64 %m, ${rows1}
  %strips = sdiv i64 %m1, ${rows}
  %n1 = add i64 %n, ${columns1}
  %allpanels = sdiv i64 %n1, ${columns}
  %stripbytes = mul i64 %deep, ${rowsbytes}
  %panelbytes = mul i64 %deep, ${columnbytes}
  ; The strips of a part take half of a processor's second cache at most; 16 MB of b are packed at most.
  %inside = sdiv i64 ${cache}, %stripbytes
  %inside1 = call i64 @llvm.smin.i64(i64 %inside, i64 %strips)
  %highest = call i64 @llvm.smax.i64(i64 %inside1, i64 1)
  %pfits = sdiv i64 16777216, %panelbytes
  %pfits1 = call i64 @llvm.smin.i64(i64 %pfits, i64 %allpanels)
  %panels = call i64 @llvm.smax.i64(i64 %pfits1, i64 1)
  %slot0 = mul i64 %highest, %stripbytes
  %slot1 = add i64 %slot0, 63
  %slot = and i64 %slot1, -64
  %abytes = mul i64 %slot, %team
  %bbytes = mul i64 %panels, %panelbytes
  %packbytes = add i64 %abytes, %bbytes
  %strips2 = add i64 %strips, 1
  %tablebytes = shl i64 %strips2, 3
  %bytes = add i64 %packbytes, %tablebytes
  %packed = call ptr @jacobi_alloc(i64 %bytes)
  %none = icmp eq ptr %packed, null
  br i1 %none, label %alone, label %split
alone:
  call void @one_by_one${t}(ptr %c, ptr %crows, ptr %a, ptr %arows, ptr %b, ptr %brows, ptr %shape)
  ret void
split:
  %stripmemory = getelementptr i8, ptr %packed, i64 %bbytes
  %table = getelementptr i8, ptr %packed, i64 %packbytes
  ; Where there are few strips each is a part, and panels are split as well.
  %eight = shl i64 %team, 3
  %few = icmp slt i64 %strips, %eight
  %one = icmp eq i64 %team, 1
  %twice = shl i64 %team, 1
  store i64 0, ptr %table
  br label %cut
cut:
  %at = phi i64 [ 0, %split ], [ %at1, %cut ]
  %number = phi i64 [ 0, %split ], [ %number1, %cut ]
  %rest = sub i64 %strips, %at
  %guided = sdiv i64 %rest, %twice
  %guided1 = select i1 %few, i64 1, i64 %guided
  %wanted = select i1 %one, i64 %highest, i64 %guided1
  %atmost = call i64 @llvm.smin.i64(i64 %wanted, i64 %highest)
  %height0 = call i64 @llvm.smax.i64(i64 %atmost, i64 1)
  %height = call i64 @llvm.smin.i64(i64 %height0, i64 %rest)
  %at1 = add i64 %at, %height
  %number1 = add i64 %number, 1
  %entry = getelementptr i64, ptr %table, i64 %number1
  store i64 %at1, ptr %entry
  %uncut = icmp slt i64 %at1, %strips
  br i1 %uncut, label %cut, label %begin
begin:
  store ptr %c, ptr %ctx
  call void @put${t}(ptr %ctx, i64 1, ptr %a)
  call void @put${t}(ptr %ctx, i64 2, ptr %b)
  call void @put${t}(ptr %ctx, i64 3, ptr %shape)
  call void @put${t}(ptr %ctx, i64 4, ptr %packed)
  call void @put${t}(ptr %ctx, i64 7, ptr %stripmemory)
  call void @set${t}(ptr %ctx, i64 8, i64 %slot)
  call void @put${t}(ptr %ctx, i64 9, ptr %table)
  call void @put${t}(ptr %ctx, i64 11, ptr %crows)
  call void @put${t}(ptr %ctx, i64 12, ptr %arows)
  call void @put${t}(ptr %ctx, i64 13, ptr %brows)
  %next = getelementptr i64, ptr %ctx, i64 24
  br label %wide
wide:
  %p0 = phi i64 [ 0, %begin ], [ %p1, %wider ]
  %pleft = sub i64 %allpanels, %p0
  %ps = call i64 @llvm.smin.i64(i64 %pleft, i64 %panels)
  call void @set${t}(ptr %ctx, i64 14, i64 %p0)
  call void @set${t}(ptr %ctx, i64 15, i64 %ps)
  %quarter = shl i64 %team, 2
  %g0 = sdiv i64 %ps, %quarter
  %g1 = call i64 @llvm.smin.i64(i64 %g0, i64 4)
  %group = call i64 @llvm.smax.i64(i64 %g1, i64 1)
  call void @set${t}(ptr %ctx, i64 16, i64 %group)
  %g2 = add i64 %ps, %group
  %g3 = sub i64 %g2, 1
  %groups = sdiv i64 %g3, %group
  %e0 = add i64 %eight, %strips
  %e1 = sub i64 %e0, 1
  %e2 = sdiv i64 %e1, %strips
  %e3 = call i64 @llvm.smin.i64(i64 %e2, i64 %ps)
  %alongside = select i1 %one, i64 1, i64 %e3
  %w0 = add i64 %ps, %alongside
  %w1 = sub i64 %w0, 1
  %width = sdiv i64 %w1, %alongside
  %w2 = add i64 %ps, %width
  %w3 = sub i64 %w2, 1
  %across = sdiv i64 %w3, %width
  %parts = mul i64 %number1, %across
  call void @set${t}(ptr %ctx, i64 17, i64 %width)
  call void @set${t}(ptr %ctx, i64 18, i64 %across)
  call void @set${t}(ptr %ctx, i64 19, i64 %parts)
  br label %block
block:
  %k0 = phi i64 [ 0, %wide ], [ %k1, %deeper ]
  %left = sub i64 %k, %k0
  %kc = call i64 @llvm.smin.i64(i64 %left, i64 %deep)
  call void @set${t}(ptr %ctx, i64 5, i64 %k0)
  call void @set${t}(ptr %ctx, i64 6, i64 %kc)
  %first = icmp eq i64 %k0, 0
  %fresh = icmp eq i64 %adds, 0
  %begins = and i1 %first, %fresh
  %beginword = zext i1 %begins to i64
  call void @set${t}(ptr %ctx, i64 10, i64 %beginword)
  store atomic i64 0, ptr %next monotonic, align 8
  br i1 %share, label %shared, label %single
shared:
  call void @jacobi_parallel_for(ptr @panels${t}, ptr %ctx, i64 %groups, i64 1, i64 0)
  call void @jacobi_parallel_for(ptr @parts${t}, ptr %ctx, i64 %team, i64 1, i64 0)
  br label %deeper
single:
  call void @panels${t}(ptr %ctx, i64 0, i64 %groups)
  call void @parts${t}(ptr %ctx, i64 0, i64 1)
  br label %deeper
deeper:
  %k1 = add i64 %k0, %deep
  %more = icmp slt i64 %k1, %k
  br i1 %more, label %block, label %wider
wider:
  %p1 = add i64 %p0, %panels
  %yetwider = icmp slt i64 %p1, %allpanels
  br i1 %yetwider, label %wide, label %done
done:
  call void @jacobi_free(ptr %packed)
  ret void
}

define internal void @set${t}(ptr %ctx, i64 %i, i64 %w) alwaysinline {
  %at = getelementptr i64, ptr %ctx, i64 %i
  store i64 %w, ptr %at
  ret void
}

define internal void @put${t}(ptr %ctx, i64 %i, ptr %p) alwaysinline {
  %at = getelementptr i64, ptr %ctx, i64 %i
  store ptr %p, ptr %at
  ret void
}

define internal ptr @address${t}(ptr %ctx, i64 %i) alwaysinline {
  %at = getelementptr i64, ptr %ctx, i64 %i
  %p = load ptr, ptr %at
  ret ptr %p
}

; How far row %i of a matrix is behind its first one, by its table, or by the elements between its rows.
define internal i64 @row${t}(ptr %table, i64 %ld, i64 %i) alwaysinline {
  %even = icmp eq ptr %table, null
  br i1 %even, label %multiply, label %look
multiply:
  %far = mul i64 %i, %ld
  ret i64 %far
look:
  %p = getelementptr i64, ptr %table, i64 %i
  %d = load i64, ptr %p
  ret i64 %d
}

; Without memory to pack anything into: element by element.
define internal void @one_by_one${t}(ptr %c, ptr %crows, ptr %a, ptr %arows, ptr %b, ptr %brows, ptr %shape) {
  %m = call i64 @word${t}(ptr %shape, i64 0)
  %n = call i64 @word${t}(ptr %shape, i64 1)
  %k = call i64 @word${t}(ptr %shape, i64 2)
  %ta = call i64 @word${t}(ptr %shape, i64 3)
  %lda = call i64 @word${t}(ptr %shape, i64 4)
  %tb = call i64 @word${t}(ptr %shape, i64 5)
  %ldb = call i64 @word${t}(ptr %shape, i64 6)
  %adds = call i64 @word${t}(ptr %shape, i64 8)
  %ldc = call i64 @word${t}(ptr %shape, i64 10)
  %fresh = icmp eq i64 %adds, 0
  %acolumns = icmp ne i64 %ta, 0
  %bcolumns = icmp ne i64 %tb, 0
  %mn = mul i64 %m, %n
  br label %each
each:
  %e = phi i64 [ 0, %0 ], [ %e1, %end ]
  %some = icmp slt i64 %e, %mn
  br i1 %some, label %begin, label %done
begin:
  %i = sdiv i64 %e, %n
  %in = mul i64 %i, %n
  %j = sub i64 %e, %in
  %ic = call i64 @row${t}(ptr %crows, i64 %ldc, i64 %i)
  %cj = add i64 %ic, %j
  %ec = getelementptr ${type}, ptr %c, i64 %cj
  %was = load ${type}, ptr %ec
  %from = select i1 %fresh, ${type} 0.0, ${type} %was
  br label %term
term:
  %p = phi i64 [ 0, %begin ], [ %p1, %add ]
  %s = phi ${type} [ %from, %begin ], [ %t, %add ]
  %terms = icmp slt i64 %p, %k
  br i1 %terms, label %add, label %end
add:
  %arow = select i1 %acolumns, i64 %p, i64 %i
  %acolumn = select i1 %acolumns, i64 %i, i64 %p
  %brow = select i1 %bcolumns, i64 %j, i64 %p
  %bcolumn = select i1 %bcolumns, i64 %p, i64 %j
  %ia = call i64 @row${t}(ptr %arows, i64 %lda, i64 %arow)
  %ib = call i64 @row${t}(ptr %brows, i64 %ldb, i64 %brow)
  %pa = add i64 %ia, %acolumn
  %pb = add i64 %ib, %bcolumn
  %fa = getelementptr ${type}, ptr %a, i64 %pa
  %fb = getelementptr ${type}, ptr %b, i64 %pb
  %x = load ${type}, ptr %fa
  %y = load ${type}, ptr %fb
  %xy = fmul ${type} %x, %y
  %t = fadd ${type} %s, %xy
  %p1 = add nuw nsw i64 %p, 1
  br label %term
end:
  store ${type} %s, ptr %ec
  %e1 = add nuw nsw i64 %e, 1
  br label %each
done:
  ret void
}

; Packs the groups of panels from %lo to %hi - 1. Where rows of b go along the panels all panels of a group are taken of a row, then those of the next one, as memory is fastest along itself.
define internal void @panels${t}(ptr %ctx, i64 %lo, i64 %hi) {
  %b = call ptr @address${t}(ptr %ctx, i64 2)
  %shape = call ptr @address${t}(ptr %ctx, i64 3)
  %packed = call ptr @address${t}(ptr %ctx, i64 4)
  %brows = call ptr @address${t}(ptr %ctx, i64 13)
  %k0 = call i64 @word${t}(ptr %ctx, i64 5)
  %kc = call i64 @word${t}(ptr %ctx, i64 6)
  %p0 = call i64 @word${t}(ptr %ctx, i64 14)
  %ps = call i64 @word${t}(ptr %ctx, i64 15)
  %group = call i64 @word${t}(ptr %ctx, i64 16)
  %n = call i64 @word${t}(ptr %shape, i64 1)
  %tb = call i64 @word${t}(ptr %shape, i64 5)
  %ldb = call i64 @word${t}(ptr %shape, i64 6)
  %across = icmp eq i64 %tb, 0
  %size = mul i64 %kc, ${columns}
  %begin = mul i64 %lo, %group
  %end0 = mul i64 %hi, %group
  %end = call i64 @llvm.smin.i64(i64 %end0, i64 %ps)
  br label %groups
groups:
  %pa = phi i64 [ %begin, %0 ], [ %pz, %grouped ]
  %some = icmp slt i64 %pa, %end
  br i1 %some, label %look, label %done
look:
  %pg = add i64 %pa, %group
  %pz = call i64 @llvm.smin.i64(i64 %pg, i64 %end)
  %last = add i64 %p0, %pz
  %lastcolumn = mul i64 %last, ${columns}
  %inside = icmp sle i64 %lastcolumn, %n
  %lined = and i1 %inside, %across
  %at0 = mul i64 %pa, %size
  %to0 = getelementptr ${type}, ptr %packed, i64 %at0
  %panel0 = add i64 %p0, %pa
  %j0 = mul i64 %panel0, ${columns}
  %from0 = getelementptr ${type}, ptr %b, i64 %j0
  %count = sub i64 %pz, %pa
  br i1 %lined, label %row, label %loop
row:
  %k = phi i64 [ 0, %look ], [ %k1, %rowdone ]
  %kat = add i64 %k0, %k
  %kf = call i64 @row${t}(ptr %brows, i64 %ldb, i64 %kat)
  %pf = getelementptr ${type}, ptr %from0, i64 %kf
  %kt = mul i64 %k, ${columns}
  %pt = getelementptr ${type}, ptr %to0, i64 %kt
  br label %piece
piece:
  %g = phi i64 [ 0, %row ], [ %g1, %piece ]
  %gs = mul i64 %g, %size
  %gt = getelementptr ${type}, ptr %pt, i64 %gs
  %gc = mul i64 %g, ${columns}
  %gf = getelementptr ${type}, ptr %pf, i64 %gc
  call void @llvm.memcpy.p0.p0.i64(ptr %gt, ptr %gf, i64 ${columnbytes}, i1 false)
  %g1 = add nuw nsw i64 %g, 1
  %morepieces = icmp slt i64 %g1, %count
  br i1 %morepieces, label %piece, label %rowdone
rowdone:
  %k1 = add nuw nsw i64 %k, 1
  %morerows = icmp slt i64 %k1, %kc
  br i1 %morerows, label %row, label %grouped
loop:
  %p = phi i64 [ %pa, %look ], [ %q, %loop ]
  %at = mul i64 %p, %size
  %to = getelementptr ${type}, ptr %packed, i64 %at
  %number = add i64 %p0, %p
  %j = mul i64 %number, ${columns}
  %left = sub i64 %n, %j
  %width = call i64 @llvm.smin.i64(i64 %left, i64 ${columns})
  call void @pack_b${t}(ptr %to, ptr %b, ptr %brows, i64 %ldb, i64 %j, i64 %k0, i1 %across, i64 %width, i64 %kc)
  %q = add i64 %p, 1
  %more = icmp slt i64 %q, %pz
  br i1 %more, label %loop, label %grouped
grouped:
  br label %groups
done:
  ret void
}

; Takes parts of c until none is left, once for each number from %lo to %hi - 1: the numbers tell threads' memory apart.
define internal void @parts${t}(ptr %ctx, i64 %lo, i64 %hi) {
  %memory = call ptr @address${t}(ptr %ctx, i64 7)
  %slot = call i64 @word${t}(ptr %ctx, i64 8)
  %parts = call i64 @word${t}(ptr %ctx, i64 19)
  %next = getelementptr i64, ptr %ctx, i64 24
  br label %loop
loop:
  %w = phi i64 [ %lo, %0 ], [ %w1, %left ]
  %more = icmp slt i64 %w, %hi
  br i1 %more, label %own, label %done
own:
  %behind = mul i64 %w, %slot
  %strips = getelementptr i8, ptr %memory, i64 %behind
  br label %take
take:
  %i = atomicrmw add ptr %next, i64 1 monotonic
  %some = icmp slt i64 %i, %parts
  br i1 %some, label %one, label %left
one:
  call void @part${t}(ptr %ctx, i64 %i, ptr %strips)
  br label %take
left:
  %w1 = add i64 %w, 1
  br label %loop
done:
  ret void
}

define internal void @part${t}(ptr %ctx, i64 %part, ptr %strips) {
  %tile = alloca [${area} x ${type}], align 64
  %none = alloca [${columns} x ${type}], align 64
  %at = alloca [${rows} x ptr], align 16
  call void @llvm.memset.p0.i64(ptr %none, i8 0, i64 ${columnbytes}, i1 false)
  call void @llvm.memset.p0.i64(ptr %tile, i8 0, i64 ${areabytes}, i1 false)
  %c = load ptr, ptr %ctx
  %shape = call ptr @address${t}(ptr %ctx, i64 3)
  %panels = call ptr @address${t}(ptr %ctx, i64 4)
  %kc = call i64 @word${t}(ptr %ctx, i64 6)
  %a = call ptr @address${t}(ptr %ctx, i64 1)
  %k0 = call i64 @word${t}(ptr %ctx, i64 5)
  %table = call ptr @address${t}(ptr %ctx, i64 9)
  %beginword = call i64 @word${t}(ptr %ctx, i64 10)
  %begins = icmp ne i64 %beginword, 0
  %crows = call ptr @address${t}(ptr %ctx, i64 11)
  %arows = call ptr @address${t}(ptr %ctx, i64 12)
  %p0 = call i64 @word${t}(ptr %ctx, i64 14)
  %ps = call i64 @word${t}(ptr %ctx, i64 15)
  %width = call i64 @word${t}(ptr %ctx, i64 17)
  %across = call i64 @word${t}(ptr %ctx, i64 18)
  %fusedword = call i64 @word${t}(ptr %shape, i64 9)
  %rounds = icmp eq i64 %fusedword, 0
  %add = select i1 %rounds, ptr @tile${t}, ptr @fused${t}
  %ldc = call i64 @word${t}(ptr %shape, i64 10)
  %m = call i64 @word${t}(ptr %shape, i64 0)
  %n = call i64 @word${t}(ptr %shape, i64 1)
  %ta = call i64 @word${t}(ptr %shape, i64 3)
  %lda = call i64 @word${t}(ptr %shape, i64 4)
  %acolumns = icmp ne i64 %ta, 0
  ; Parts side by side have the same strips.
  %partrow = sdiv i64 %part, %across
  %beside = mul i64 %partrow, %across
  %partcolumn = sub i64 %part, %beside
  %sap = getelementptr i64, ptr %table, i64 %partrow
  %sa = load i64, ptr %sap
  %szp = getelementptr i64, ptr %sap, i64 1
  %sz = load i64, ptr %szp
  %pa = mul i64 %partcolumn, %width
  %pw = add i64 %pa, %width
  %pz = call i64 @llvm.smin.i64(i64 %pw, i64 %ps)
  %stripsize = mul i64 %kc, ${rows}
  %panelsize = mul i64 %kc, ${columns}
  br label %pack
pack:
  %x = phi i64 [ %sa, %0 ], [ %x1, %pack ]
  %xrow = mul i64 %x, ${rows}
  %xleft = sub i64 %m, %xrow
  %xhigh = call i64 @llvm.smin.i64(i64 %xleft, i64 ${rows})
  %xbelow = sub i64 %x, %sa
  %xat = mul i64 %xbelow, %stripsize
  %xto = getelementptr ${type}, ptr %strips, i64 %xat
  call void @pack_a${t}(ptr %xto, ptr %a, ptr %arows, i64 %lda, i64 %xrow, i64 %k0, i1 %acolumns, i64 %xhigh, i64 %kc)
  %x1 = add i64 %x, 1
  %unpacked = icmp slt i64 %x1, %sz
  br i1 %unpacked, label %pack, label %panel
panel:
  %p = phi i64 [ %pa, %pack ], [ %pn, %stripsdone ]
  %pat = mul i64 %p, %panelsize
  %bp = getelementptr ${type}, ptr %panels, i64 %pat
  %pnumber = add i64 %p0, %p
  %j = mul i64 %pnumber, ${columns}
  %jleft = sub i64 %n, %j
  %whole = icmp sge i64 %jleft, ${columns}
  %used = call i64 @llvm.smin.i64(i64 %jleft, i64 ${columns})
  %usedbytes = mul i64 %used, ${bytes}
  br label %strip
strip:
  %s = phi i64 [ %sa, %panel ], [ %sn, %stripdone ]
  %sbelow = sub i64 %s, %sa
  %sat = mul i64 %sbelow, %stripsize
  %ap = getelementptr ${type}, ptr %strips, i64 %sat
  %i = mul i64 %s, ${rows}
  %ileft = sub i64 %m, %i
  %high = call i64 @llvm.smin.i64(i64 %ileft, i64 ${rows})
  br label %place
place:
  ; Where each row of the tile is added up: in c, where it has as many columns; rows that there are not are no one's.
  %r = phi i64 [ 0, %strip ], [ %rn, %placed ]
  %there = icmp slt i64 %r, %high
  %rp = getelementptr ptr, ptr %at, i64 %r
  br i1 %there, label %row, label %norow
norow:
  store ptr %none, ptr %rp
  br label %placed
row:
  %ir = add i64 %i, %r
  %rd = call i64 @row${t}(ptr %crows, i64 %ldc, i64 %ir)
  %rj = add i64 %rd, %j
  %cr = getelementptr ${type}, ptr %c, i64 %rj
  br i1 %whole, label %inplace, label %edge
inplace:
  store ptr %cr, ptr %rp
  br label %placed
edge:
  %ru = mul i64 %r, ${columns}
  %tr = getelementptr ${type}, ptr %tile, i64 %ru
  store ptr %tr, ptr %rp
  br i1 %begins, label %placed, label %take
take:
  call void @llvm.memcpy.p0.p0.i64(ptr %tr, ptr %cr, i64 %usedbytes, i1 false)
  br label %placed
placed:
  %rn = add i64 %r, 1
  %rmore = icmp slt i64 %rn, ${rows}
  br i1 %rmore, label %place, label %work
work:
  call void %add(ptr %at, ptr %ap, ptr %bp, i64 %kc, i1 %begins)
  br i1 %whole, label %stripdone, label %put
put:
  %v = phi i64 [ 0, %work ], [ %v1, %put ]
  %iv = add i64 %i, %v
  %vd = call i64 @row${t}(ptr %crows, i64 %ldc, i64 %iv)
  %vj = add i64 %vd, %j
  %cv = getelementptr ${type}, ptr %c, i64 %vj
  %vw = mul i64 %v, ${columns}
  %tv = getelementptr ${type}, ptr %tile, i64 %vw
  call void @llvm.memcpy.p0.p0.i64(ptr %cv, ptr %tv, i64 %usedbytes, i1 false)
  %v1 = add i64 %v, 1
  %vmore = icmp slt i64 %v1, %high
  br i1 %vmore, label %put, label %stripdone
stripdone:
  %sn = add i64 %s, 1
  %smore = icmp slt i64 %sn, %sz
  br i1 %smore, label %strip, label %stripsdone
stripsdone:
  %pn = add i64 %p, 1
  %pmore = icmp slt i64 %pn, %pz
  br i1 %pmore, label %panel, label %done
done:
  ret void
}
