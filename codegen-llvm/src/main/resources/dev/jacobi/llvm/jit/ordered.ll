; Products of matrices whose sums keep their order: c[m, n] = a b, or c + a b. With each product and each sum rounded, what is computed is to the bit what three loops compute that add up c[i][j] along the
; contracted axis; fused, products are not rounded where the processor can do without.
;
; Of each matrix there is a table of where its rows begin behind the first one, in elements, or null where they lie one behind the other.
;
; The contracted axis is gone along in blocks of ${depth}. Of each block b is packed once, by all threads, into panels of ${columns} columns; threads then take blocks of rows, pack their part of a into strips of
; ${rows} rows, and @tile${t} adds to the ${rows} x ${columns} sums of a strip and a panel, which are in registers meanwhile, and in c between blocks. No result depends on how the work is split.
;
; %shape is words of 64 bits as for @jacobi_product_${t} without batches; the ninth says whether c holds numbers to add to, the tenth whether sums are fused, and the eleventh how many elements lie between the
; rows of c.

; What all parts have in common: c, a, b, shape, packed b, where the block begins and how long it is, rows of a part, panels of a part, parts side by side, whether sums begin here, the tables of c, a and b.
define void @jacobi_ordered_${t}(ptr %c, ptr %crows, ptr %a, ptr %arows, ptr %b, ptr %brows, ptr %shape, i1 %threads) {
  %ctx = alloca [14 x i64], align 16
  %m = call i64 @word${t}(ptr %shape, i64 0)
  %n = call i64 @word${t}(ptr %shape, i64 1)
  %k = call i64 @word${t}(ptr %shape, i64 2)
  %adds = call i64 @word${t}(ptr %shape, i64 8)
  %n1 = add i64 %n, ${columns1}
  %panels = sdiv i64 %n1, ${columns}
  %deep = call i64 @llvm.smin.i64(i64 %k, i64 ${depth})
  %wide = mul i64 %panels, ${columns}
  %each = mul i64 %wide, ${bytes}
  %bytes = mul i64 %deep, %each
  %short = icmp slt i64 %k, 1
  br i1 %short, label %alone, label %room
room:
  %packed = call ptr @jacobi_alloc(i64 %bytes)
  %none = icmp eq ptr %packed, null
  br i1 %none, label %alone, label %split
alone:
  call void @one_by_one${t}(ptr %c, ptr %crows, ptr %a, ptr %arows, ptr %b, ptr %brows, ptr %shape)
  ret void
split:
  ; Some thirty parts, as far as there are rows, for threads that are not equally fast; none of more than eight strips, so that they stay in the cache. Where there are few rows the panels are split as well.
  %strips0 = sdiv i64 %m, ${rows32}
  %strips1 = call i64 @llvm.smin.i64(i64 %strips0, i64 8)
  %strips = call i64 @llvm.smax.i64(i64 %strips1, i64 1)
  %tall = mul i64 %strips, ${rows}
  %m1 = add i64 %m, %tall
  %m2 = sub i64 %m1, 1
  %down = sdiv i64 %m2, %tall
  %few = icmp slt i64 %down, 4
  %down7 = mul i64 %down, %panels
  %down8 = add i64 %down7, 7
  %part = sdiv i64 %down8, 8
  %most = select i1 %few, i64 %part, i64 64
  %side0 = call i64 @llvm.smin.i64(i64 %panels, i64 %most)
  %side = call i64 @llvm.smax.i64(i64 %side0, i64 1)
  %p1 = add i64 %panels, %side
  %p2 = sub i64 %p1, 1
  %across = sdiv i64 %p2, %side
  %parts = mul i64 %down, %across
  store ptr %c, ptr %ctx
  %c1 = getelementptr i64, ptr %ctx, i64 1
  store ptr %a, ptr %c1
  %c2 = getelementptr i64, ptr %ctx, i64 2
  store ptr %b, ptr %c2
  %c3 = getelementptr i64, ptr %ctx, i64 3
  store ptr %shape, ptr %c3
  %c4 = getelementptr i64, ptr %ctx, i64 4
  store ptr %packed, ptr %c4
  %c5 = getelementptr i64, ptr %ctx, i64 5
  %c6 = getelementptr i64, ptr %ctx, i64 6
  %c7 = getelementptr i64, ptr %ctx, i64 7
  store i64 %tall, ptr %c7
  %c8 = getelementptr i64, ptr %ctx, i64 8
  store i64 %side, ptr %c8
  %c9 = getelementptr i64, ptr %ctx, i64 9
  store i64 %across, ptr %c9
  %c10 = getelementptr i64, ptr %ctx, i64 10
  %c11 = getelementptr i64, ptr %ctx, i64 11
  store ptr %crows, ptr %c11
  %c12 = getelementptr i64, ptr %ctx, i64 12
  store ptr %arows, ptr %c12
  %c13 = getelementptr i64, ptr %ctx, i64 13
  store ptr %brows, ptr %c13
  br label %block
block:
  %k0 = phi i64 [ 0, %split ], [ %k1, %next ]
  %left = sub i64 %k, %k0
  %kc = call i64 @llvm.smin.i64(i64 %left, i64 ${depth})
  store i64 %k0, ptr %c5
  store i64 %kc, ptr %c6
  %first = icmp eq i64 %k0, 0
  %fresh = icmp eq i64 %adds, 0
  %begins = and i1 %first, %fresh
  %beginword = zext i1 %begins to i64
  store i64 %beginword, ptr %c10
  br i1 %threads, label %shared, label %single
shared:
  call void @jacobi_parallel_for(ptr @panels${t}, ptr %ctx, i64 %panels, i64 4)
  call void @jacobi_parallel_for(ptr @parts${t}, ptr %ctx, i64 %parts, i64 1)
  br label %next
single:
  call void @panels${t}(ptr %ctx, i64 0, i64 %panels)
  call void @parts${t}(ptr %ctx, i64 0, i64 %parts)
  br label %next
next:
  %k1 = add i64 %k0, ${depth}
  %more = icmp slt i64 %k1, %k
  br i1 %more, label %block, label %done
done:
  call void @jacobi_free(ptr %packed)
  ret void
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

; Packs the panels of b from %lo to %hi - 1.
define internal void @panels${t}(ptr %ctx, i64 %lo, i64 %hi) {
  %p2 = getelementptr i64, ptr %ctx, i64 2
  %b = load ptr, ptr %p2
  %p3 = getelementptr i64, ptr %ctx, i64 3
  %shape = load ptr, ptr %p3
  %p4 = getelementptr i64, ptr %ctx, i64 4
  %packed = load ptr, ptr %p4
  %p13 = getelementptr i64, ptr %ctx, i64 13
  %brows = load ptr, ptr %p13
  %k0 = call i64 @word${t}(ptr %ctx, i64 5)
  %kc = call i64 @word${t}(ptr %ctx, i64 6)
  %n = call i64 @word${t}(ptr %shape, i64 1)
  %tb = call i64 @word${t}(ptr %shape, i64 5)
  %ldb = call i64 @word${t}(ptr %shape, i64 6)
  %across = icmp eq i64 %tb, 0
  %size = mul i64 %kc, ${columns}
  br label %loop
loop:
  %p = phi i64 [ %lo, %0 ], [ %q, %one ]
  %more = icmp slt i64 %p, %hi
  br i1 %more, label %one, label %done
one:
  %at = mul i64 %p, %size
  %to = getelementptr ${type}, ptr %packed, i64 %at
  %j = mul i64 %p, ${columns}
  %left = sub i64 %n, %j
  %width = call i64 @llvm.smin.i64(i64 %left, i64 ${columns})
  call void @pack_b${t}(ptr %to, ptr %b, ptr %brows, i64 %ldb, i64 %j, i64 %k0, i1 %across, i64 %width, i64 %kc)
  %q = add i64 %p, 1
  br label %loop
done:
  ret void
}

; The parts of c from %lo to %hi - 1. One for which there is no memory is computed strip by strip: the strip then lies on the stack.
define internal void @parts${t}(ptr %ctx, i64 %lo, i64 %hi) {
  %side = call i64 @word${t}(ptr %ctx, i64 8)
  %across = call i64 @word${t}(ptr %ctx, i64 9)
  %tall = call i64 @word${t}(ptr %ctx, i64 7)
  br label %loop
loop:
  %i = phi i64 [ %lo, %0 ], [ %i1, %one ]
  %more = icmp slt i64 %i, %hi
  br i1 %more, label %one, label %done
one:
  %row = sdiv i64 %i, %across
  %whole = mul i64 %row, %across
  %column = sub i64 %i, %whole
  %r0 = mul i64 %row, %tall
  %p0 = mul i64 %column, %side
  call void @part${t}(ptr %ctx, i64 %r0, i64 %p0)
  %i1 = add i64 %i, 1
  br label %loop
done:
  ret void
}

define internal void @part${t}(ptr %ctx, i64 %r0, i64 %p0) {
  %few = alloca [${strip} x ${type}], align 64
  %tile = alloca [${area} x ${type}], align 64
  %none = alloca [${columns} x ${type}], align 64
  %at = alloca [${rows} x ptr], align 16
  call void @llvm.memset.p0.i64(ptr %none, i8 0, i64 ${columnbytes}, i1 false)
  %c = load ptr, ptr %ctx
  %q1 = getelementptr i64, ptr %ctx, i64 1
  %a = load ptr, ptr %q1
  %q3 = getelementptr i64, ptr %ctx, i64 3
  %shape = load ptr, ptr %q3
  %q4 = getelementptr i64, ptr %ctx, i64 4
  %packed = load ptr, ptr %q4
  %k0 = call i64 @word${t}(ptr %ctx, i64 5)
  %kc = call i64 @word${t}(ptr %ctx, i64 6)
  %tall = call i64 @word${t}(ptr %ctx, i64 7)
  %side = call i64 @word${t}(ptr %ctx, i64 8)
  %beginword = call i64 @word${t}(ptr %ctx, i64 10)
  %begins = icmp ne i64 %beginword, 0
  %q11 = getelementptr i64, ptr %ctx, i64 11
  %crows = load ptr, ptr %q11
  %q12 = getelementptr i64, ptr %ctx, i64 12
  %arows = load ptr, ptr %q12
  %fusedword = call i64 @word${t}(ptr %shape, i64 9)
  %rounds = icmp eq i64 %fusedword, 0
  %add = select i1 %rounds, ptr @tile${t}, ptr @fused${t}
  %ldc = call i64 @word${t}(ptr %shape, i64 10)
  %m = call i64 @word${t}(ptr %shape, i64 0)
  %n = call i64 @word${t}(ptr %shape, i64 1)
  %ta = call i64 @word${t}(ptr %shape, i64 3)
  %lda = call i64 @word${t}(ptr %shape, i64 4)
  %acolumns = icmp ne i64 %ta, 0
  %r9 = add i64 %r0, %tall
  %r1 = call i64 @llvm.smin.i64(i64 %r9, i64 %m)
  %n1 = add i64 %n, ${columns1}
  %panels = sdiv i64 %n1, ${columns}
  %p9 = add i64 %p0, %side
  %p1 = call i64 @llvm.smin.i64(i64 %p9, i64 %panels)
  %stripsize = mul i64 %kc, ${rows}
  %panelsize = mul i64 %kc, ${columns}
  %line = mul i64 %tall, ${bytes}
  %room = mul i64 %line, %kc
  %got = call ptr @jacobi_alloc(i64 %room)
  %poor = icmp eq ptr %got, null
  %strips = select i1 %poor, ptr %few, ptr %got
  br label %group
group:
  ; all strips at once, or one
  %g = phi i64 [ %r0, %0 ], [ %g1, %panelsdone ]
  %one = add i64 %g, ${rows}
  %one1 = call i64 @llvm.smin.i64(i64 %one, i64 %r1)
  %g1 = select i1 %poor, i64 %one1, i64 %r1
  br label %pack
pack:
  %i = phi i64 [ %g, %group ], [ %i1, %pack ]
  %ileft = sub i64 %r1, %i
  %high = call i64 @llvm.smin.i64(i64 %ileft, i64 ${rows})
  %below = sub i64 %i, %g
  %ato = mul i64 %below, %kc
  %to = getelementptr ${type}, ptr %strips, i64 %ato
  call void @pack_a${t}(ptr %to, ptr %a, ptr %arows, i64 %lda, i64 %i, i64 %k0, i1 %acolumns, i64 %high, i64 %kc)
  %i1 = add i64 %i, ${rows}
  %ipack = icmp slt i64 %i1, %g1
  br i1 %ipack, label %pack, label %panel
panel:
  %p = phi i64 [ %p0, %pack ], [ %pn, %stripsdone ]
  %pat = mul i64 %p, %panelsize
  %bp = getelementptr ${type}, ptr %packed, i64 %pat
  %j = mul i64 %p, ${columns}
  %jleft = sub i64 %n, %j
  %wide = icmp sge i64 %jleft, ${columns}
  %width = call i64 @llvm.smin.i64(i64 %jleft, i64 ${columns})
  %widthbytes = mul i64 %width, ${bytes}
  br label %strip
strip:
  %s = phi i64 [ %g, %panel ], [ %sn, %stripdone ]
  %sbelow = sub i64 %s, %g
  %sat = mul i64 %sbelow, %kc
  %ap = getelementptr ${type}, ptr %strips, i64 %sat
  %sleft = sub i64 %r1, %s
  %height = call i64 @llvm.smin.i64(i64 %sleft, i64 ${rows})
  br label %place
place:
  ; Where each row of the tile is added up: in c, where it has as many columns; rows that there are not are no one's.
  %r = phi i64 [ 0, %strip ], [ %rn, %placed ]
  %there = icmp slt i64 %r, %height
  %rp = getelementptr ptr, ptr %at, i64 %r
  br i1 %there, label %row, label %norow
norow:
  store ptr %none, ptr %rp
  br label %placed
row:
  %sr = add i64 %s, %r
  %rd = call i64 @row${t}(ptr %crows, i64 %ldc, i64 %sr)
  %rj = add i64 %rd, %j
  %cr = getelementptr ${type}, ptr %c, i64 %rj
  br i1 %wide, label %inplace, label %edge
inplace:
  store ptr %cr, ptr %rp
  br label %placed
edge:
  %ru = mul i64 %r, ${columns}
  %tr = getelementptr ${type}, ptr %tile, i64 %ru
  store ptr %tr, ptr %rp
  br i1 %begins, label %placed, label %take
take:
  call void @llvm.memcpy.p0.p0.i64(ptr %tr, ptr %cr, i64 %widthbytes, i1 false)
  br label %placed
placed:
  %rn = add i64 %r, 1
  %rmore = icmp slt i64 %rn, ${rows}
  br i1 %rmore, label %place, label %work
work:
  call void %add(ptr %at, ptr %ap, ptr %bp, i64 %kc, i1 %begins)
  br i1 %wide, label %stripdone, label %put
put:
  %v = phi i64 [ 0, %work ], [ %v1, %put ]
  %sv = add i64 %s, %v
  %vd = call i64 @row${t}(ptr %crows, i64 %ldc, i64 %sv)
  %vj = add i64 %vd, %j
  %cv = getelementptr ${type}, ptr %c, i64 %vj
  %vw = mul i64 %v, ${columns}
  %tv = getelementptr ${type}, ptr %tile, i64 %vw
  call void @llvm.memcpy.p0.p0.i64(ptr %cv, ptr %tv, i64 %widthbytes, i1 false)
  %v1 = add i64 %v, 1
  %vmore = icmp slt i64 %v1, %height
  br i1 %vmore, label %put, label %stripdone
stripdone:
  %sn = add i64 %s, ${rows}
  %smore = icmp slt i64 %sn, %g1
  br i1 %smore, label %strip, label %stripsdone
stripsdone:
  %pn = add i64 %p, 1
  %pmore = icmp slt i64 %pn, %p1
  br i1 %pmore, label %panel, label %panelsdone
panelsdone:
  %gmore = icmp slt i64 %g1, %r1
  br i1 %gmore, label %group, label %done
done:
  call void @jacobi_free(ptr %got)
  ret void
}
