; Products of matrices by CBLAS, once for each type of elements: c[batch.., m, n] = a b, where c is dense. The matrices are split into blocks that threads share. The blocks depend on the extents
; alone, so that results do not depend on the number of threads, and the contracted axis is never split.
;
; Few products, or all where the library is not there, are added up here, each sum in the order of the contracted axis: a call of CBLAS costs more than 4096 of them.
;
; %shape is words of 64 bits: m, n, k; whether a is kept by columns, and how many elements lie between its rows (columns); the same of b; the number of batch axes, and for each its
; extent and the steps along it in a and in b, in elements. What CBLAS gets has numbers below 2^31.

declare void @jacobi_parallel_for(ptr, ptr, i64, i64, i64)
declare i1 @jacobi_library_ready()
declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)
declare i64 @llvm.smin.i64(i64, i64)
declare i64 @llvm.smax.i64(i64, i64)
declare i64 @llvm.umax.i64(i64, i64)
declare i64 @llvm.fptosi.sat.i64.f64(double)
@jacobi_library.cblas_${x}gemm = external global ptr
@jacobi_library.cblas_${x}gemv = external global ptr

define internal i64 @word${t}(ptr %shape, i64 %k) {
  %p = getelementptr i64, ptr %shape, i64 %k
  %v = load i64, ptr %p
  ret i64 %v
}

; What all blocks have in common lies in 8 words: c, a, b, shape, blocks per batch, rows or columns of a block, and whether blocks are rows.
; Where %threads is not set this thread does all of them.
define void @jacobi_product_${t}(ptr %c, ptr %a, ptr %b, ptr %shape, i1 %threads) {
  %ctx = alloca [8 x i64], align 16
  %m = call i64 @word${t}(ptr %shape, i64 0)
  %n = call i64 @word${t}(ptr %shape, i64 1)
  %k = call i64 @word${t}(ptr %shape, i64 2)
  %axes = call i64 @word${t}(ptr %shape, i64 7)
  br label %count
count:
  %j = phi i64 [ 0, %0 ], [ %j1, %multiply ]
  %batch = phi i64 [ 1, %0 ], [ %batch1, %multiply ]
  %more = icmp slt i64 %j, %axes
  br i1 %more, label %multiply, label %choose
multiply:
  %j3 = mul i64 %j, 3
  %j8 = add i64 %j3, 8
  %extent = call i64 @word${t}(ptr %shape, i64 %j8)
  %batch1 = mul i64 %batch, %extent
  %j1 = add i64 %j, 1
  br label %count
choose:
  %fm = sitofp i64 %m to double
  %fn = sitofp i64 %n to double
  %fk = sitofp i64 %k to double
  %fmn = fmul double %fm, %fn
  %work = fmul double %fmn, %fk
  store ptr %c, ptr %ctx
  %p1 = getelementptr i64, ptr %ctx, i64 1
  store ptr %a, ptr %p1
  %p2 = getelementptr i64, ptr %ctx, i64 2
  store ptr %b, ptr %p2
  %p3 = getelementptr i64, ptr %ctx, i64 3
  store ptr %shape, ptr %p3
  %lda = call i64 @word${t}(ptr %shape, i64 4)
  %ldb = call i64 @word${t}(ptr %shape, i64 6)
  %mk = mul i64 %m, %k
  %nk = mul i64 %n, %k
  %longer = call i64 @llvm.smax.i64(i64 %mk, i64 %nk)
  %further = call i64 @llvm.smax.i64(i64 %lda, i64 %ldb)
  %longest = call i64 @llvm.smax.i64(i64 %longer, i64 %further)
  %fits = icmp sle i64 %longest, 2147483647
  %worth = fcmp ogt double %work, 4096.0
  %large = and i1 %fits, %worth
  %there = call i1 @jacobi_library_ready()
  %library = and i1 %large, %there
  br i1 %library, label %plan, label %few
few:
  %work1 = fadd double %work, 1.0
  %some = fdiv double 1048576.0, %work1
  %some0 = call i64 @llvm.fptosi.sat.i64.f64(double %some)
  %some1 = call i64 @llvm.smax.i64(i64 %some0, i64 1)
  %several = icmp sgt i64 %batch, %some1
  %both = and i1 %several, %threads
  br i1 %both, label %fewshared, label %fewalone
fewshared:
  call void @jacobi_parallel_for(ptr @sum${t}, ptr %ctx, i64 %batch, i64 %some1, i64 0)
  ret void
fewalone:
  call void @sum${t}(ptr %ctx, i64 0, i64 %batch)
  ret void
plan:
  ; Rows are split where there are many, else the longer side: into parts of some four million products, sixteen at most, none thinner than 128, or 256 where there are many, as each part has
  ; CBLAS pack the other matrix again, which takes as long as some 50 rows of products. A product with a vector is bound by memory, and parts are smaller.
  %taller = icmp sge i64 %m, %n
  %tall = icmp sge i64 %m, 512
  %rows = or i1 %taller, %tall
  %side = select i1 %rows, i64 %m, i64 %n
  %isrow = icmp eq i64 %m, 1
  %iscolumn = icmp eq i64 %n, 1
  %vector = or i1 %isrow, %iscolumn
  %least = select i1 %vector, double 262144.0, double 4194304.0
  %wide = icmp sge i64 %side, 1024
  %thinnest = select i1 %wide, i64 256, i64 128
  %thin = select i1 %vector, i64 16, i64 %thinnest
  %ratio = fdiv double %work, %least
  %wanted = call i64 @llvm.fptosi.sat.i64.f64(double %ratio)
  %atmost = call i64 @llvm.smin.i64(i64 %wanted, i64 16)
  %atleast = call i64 @llvm.smax.i64(i64 %atmost, i64 1)
  %many = icmp sge i64 %batch, 16
  %parts = select i1 %many, i64 1, i64 %atleast
  %up = add i64 %side, %parts
  %up1 = sub i64 %up, 1
  %even = sdiv i64 %up1, %parts
  %round = add i64 %even, 15
  %sixteens = and i64 %round, -16
  %size = call i64 @llvm.smax.i64(i64 %sixteens, i64 %thin)
  %s0 = add i64 %side, %size
  %s1 = sub i64 %s0, 1
  %blocks = sdiv i64 %s1, %size
  %total = mul i64 %batch, %blocks
  ; A thread takes a million products at a time, so that many small ones do not cost more to hand out than to do.
  %fblocks = sitofp i64 %blocks to double
  %each = fdiv double %work, %fblocks
  %together = fdiv double 1048576.0, %each
  %grain0 = call i64 @llvm.fptosi.sat.i64.f64(double %together)
  %grain = call i64 @llvm.smax.i64(i64 %grain0, i64 1)
  %p4 = getelementptr i64, ptr %ctx, i64 4
  store i64 %blocks, ptr %p4
  %p5 = getelementptr i64, ptr %ctx, i64 5
  store i64 %size, ptr %p5
  %p6 = getelementptr i64, ptr %ctx, i64 6
  %rowword = zext i1 %rows to i64
  store i64 %rowword, ptr %p6
  br i1 %threads, label %shared, label %alone
shared:
  call void @jacobi_parallel_for(ptr @blocks${t}, ptr %ctx, i64 %total, i64 %grain, i64 0)
  ret void
alone:
  call void @blocks${t}(ptr %ctx, i64 0, i64 %total)
  ret void
}

; Where the matrices of a batch begin in a and in b: its number taken apart, the last axis first.
define internal {i64, i64} @offsets${t}(ptr %shape, i64 %batch) {
  %axes = call i64 @word${t}(ptr %shape, i64 7)
  %single = icmp eq i64 %axes, 1
  br i1 %single, label %only, label %axis
only:
  %onlya = call i64 @word${t}(ptr %shape, i64 9)
  %onlyb = call i64 @word${t}(ptr %shape, i64 10)
  %oa = mul i64 %batch, %onlya
  %ob = mul i64 %batch, %onlyb
  %o0 = insertvalue {i64, i64} poison, i64 %oa, 0
  %o1 = insertvalue {i64, i64} %o0, i64 %ob, 1
  ret {i64, i64} %o1
axis:
  %left = phi i64 [ %batch, %0 ], [ %rest, %step ]
  %offa = phi i64 [ 0, %0 ], [ %offa1, %step ]
  %offb = phi i64 [ 0, %0 ], [ %offb1, %step ]
  %j = phi i64 [ %axes, %0 ], [ %j1, %step ]
  %some = icmp sgt i64 %j, 0
  br i1 %some, label %step, label %done
step:
  %j1 = sub i64 %j, 1
  %j3 = mul i64 %j1, 3
  %j8 = add i64 %j3, 8
  %j9 = add i64 %j3, 9
  %j10 = add i64 %j3, 10
  %extent = call i64 @word${t}(ptr %shape, i64 %j8)
  %sa = call i64 @word${t}(ptr %shape, i64 %j9)
  %sb = call i64 @word${t}(ptr %shape, i64 %j10)
  %rest = sdiv i64 %left, %extent
  %below = mul i64 %rest, %extent
  %index = sub i64 %left, %below
  %da = mul i64 %index, %sa
  %db = mul i64 %index, %sb
  %offa1 = add i64 %offa, %da
  %offb1 = add i64 %offb, %db
  br label %axis
done:
  %r0 = insertvalue {i64, i64} poison, i64 %offa, 0
  %r1 = insertvalue {i64, i64} %r0, i64 %offb, 1
  ret {i64, i64} %r1
}

; The blocks from %lo to %hi - 1, numbered through all batches.
define internal void @blocks${t}(ptr %ctx, i64 %lo, i64 %hi) {
  br label %loop
loop:
  %i = phi i64 [ %lo, %0 ], [ %i1, %one ]
  %more = icmp slt i64 %i, %hi
  br i1 %more, label %one, label %done
one:
  call void @block${t}(ptr %ctx, i64 %i)
  %i1 = add i64 %i, 1
  br label %loop
done:
  ret void
}

define internal void @block${t}(ptr %ctx, i64 %i) {
  %c0 = load ptr, ptr %ctx
  %p1 = getelementptr i64, ptr %ctx, i64 1
  %a0 = load ptr, ptr %p1
  %p2 = getelementptr i64, ptr %ctx, i64 2
  %b0 = load ptr, ptr %p2
  %p3 = getelementptr i64, ptr %ctx, i64 3
  %shape = load ptr, ptr %p3
  %blocks = call i64 @word${t}(ptr %ctx, i64 4)
  %size = call i64 @word${t}(ptr %ctx, i64 5)
  %rowword = call i64 @word${t}(ptr %ctx, i64 6)
  %rows = icmp ne i64 %rowword, 0
  %m = call i64 @word${t}(ptr %shape, i64 0)
  %n = call i64 @word${t}(ptr %shape, i64 1)
  %k = call i64 @word${t}(ptr %shape, i64 2)
  %ta = call i64 @word${t}(ptr %shape, i64 3)
  %lda = call i64 @word${t}(ptr %shape, i64 4)
  %tb = call i64 @word${t}(ptr %shape, i64 5)
  %ldb = call i64 @word${t}(ptr %shape, i64 6)
  %batch = sdiv i64 %i, %blocks
  %whole = mul i64 %batch, %blocks
  %block = sub i64 %i, %whole
  %offsets = call {i64, i64} @offsets${t}(ptr %shape, i64 %batch)
  %offa = extractvalue {i64, i64} %offsets, 0
  %offb = extractvalue {i64, i64} %offsets, 1
  %at = mul i64 %block, %size
  %row0 = select i1 %rows, i64 %at, i64 0
  %column0 = select i1 %rows, i64 0, i64 %at
  %mleft = sub i64 %m, %row0
  %nleft = sub i64 %n, %column0
  %mpart = call i64 @llvm.smin.i64(i64 %mleft, i64 %size)
  %npart = call i64 @llvm.smin.i64(i64 %nleft, i64 %size)
  %bm = select i1 %rows, i64 %mpart, i64 %m
  %bn = select i1 %rows, i64 %n, i64 %npart
  %acolumns = icmp ne i64 %ta, 0
  %bcolumns = icmp ne i64 %tb, 0
  %arow = select i1 %acolumns, i64 1, i64 %lda
  %bcolumn = select i1 %bcolumns, i64 %ldb, i64 1
  %ra = mul i64 %row0, %arow
  %cb = mul i64 %column0, %bcolumn
  %oa = add i64 %offa, %ra
  %ob = add i64 %offb, %cb
  %mn = mul i64 %m, %n
  %oc0 = mul i64 %batch, %mn
  %rn = mul i64 %row0, %n
  %oc1 = add i64 %oc0, %rn
  %oc = add i64 %oc1, %column0
  %a = getelementptr ${type}, ptr %a0, i64 %oa
  %b = getelementptr ${type}, ptr %b0, i64 %ob
  %c = getelementptr ${type}, ptr %c0, i64 %oc
  %wm = trunc i64 %bm to i32
  %wn = trunc i64 %bn to i32
  %wk = trunc i64 %k to i32
  %wlda = trunc i64 %lda to i32
  %wldb = trunc i64 %ldb to i32
  %wldc = trunc i64 %n to i32
  ; 101: by rows; 111: as it is; 112: transposed.
  %opa = select i1 %acolumns, i32 112, i32 111
  %opb = select i1 %bcolumns, i32 112, i32 111
  %iscolumn = icmp eq i64 %n, 1
  br i1 %iscolumn, label %column, label %other
other:
  %isrow = icmp eq i64 %m, 1
  br i1 %isrow, label %row, label %matrix
matrix:
  %gemm = load ptr, ptr @jacobi_library.cblas_${x}gemm
  call void %gemm(i32 101, i32 %opa, i32 %opb, i32 %wm, i32 %wn, i32 %wk, ${type} 1.0, ptr %a, i32 %wlda, ptr %b, i32 %wldb, ${type} 0.0, ptr %c, i32 %wldc)
  ret void
column:
  ; c = a times the column b. What c holds may be anything, NaN too: it is cleared first.
  %bytes0 = mul i64 %bm, ${bytes}
  call void @llvm.memset.p0.i64(ptr %c, i8 0, i64 %bytes0, i1 false)
  %y = load ptr, ptr @jacobi_library.cblas_${x}gemv
  %arows = select i1 %acolumns, i32 %wk, i32 %wm
  %acols = select i1 %acolumns, i32 %wm, i32 %wk
  %bstep = select i1 %bcolumns, i32 1, i32 %wldb
  call void %y(i32 101, i32 %opa, i32 %arows, i32 %acols, ${type} 1.0, ptr %a, i32 %wlda, ptr %b, i32 %bstep, ${type} 1.0, ptr %c, i32 1)
  ret void
row:
  ; c = the row a times b, which is b transposed times a.
  %bytes1 = mul i64 %bn, ${bytes}
  call void @llvm.memset.p0.i64(ptr %c, i8 0, i64 %bytes1, i1 false)
  %z = load ptr, ptr @jacobi_library.cblas_${x}gemv
  %opt = select i1 %bcolumns, i32 111, i32 112
  %brows = select i1 %bcolumns, i32 %wn, i32 %wk
  %bcols = select i1 %bcolumns, i32 %wk, i32 %wn
  %astep = select i1 %acolumns, i32 %wlda, i32 1
  call void %z(i32 101, i32 %opt, i32 %brows, i32 %bcols, ${type} 1.0, ptr %b, i32 %wldb, ptr %a, i32 %astep, ${type} 1.0, ptr %c, i32 1)
  ret void
}

; The batches from %lo to %hi - 1, added up here.
define internal void @sum${t}(ptr %ctx, i64 %lo, i64 %hi) {
  %c0 = load ptr, ptr %ctx
  %p1 = getelementptr i64, ptr %ctx, i64 1
  %a0 = load ptr, ptr %p1
  %p2 = getelementptr i64, ptr %ctx, i64 2
  %b0 = load ptr, ptr %p2
  %p3 = getelementptr i64, ptr %ctx, i64 3
  %shape = load ptr, ptr %p3
  %m = call i64 @word${t}(ptr %shape, i64 0)
  %n = call i64 @word${t}(ptr %shape, i64 1)
  %k = call i64 @word${t}(ptr %shape, i64 2)
  %ta = call i64 @word${t}(ptr %shape, i64 3)
  %lda = call i64 @word${t}(ptr %shape, i64 4)
  %tb = call i64 @word${t}(ptr %shape, i64 5)
  %ldb = call i64 @word${t}(ptr %shape, i64 6)
  %acolumns = icmp ne i64 %ta, 0
  %bcolumns = icmp ne i64 %tb, 0
  %ai = select i1 %acolumns, i64 1, i64 %lda
  %ak = select i1 %acolumns, i64 %lda, i64 1
  %bk = select i1 %bcolumns, i64 1, i64 %ldb
  %bj = select i1 %bcolumns, i64 %ldb, i64 1
  %mn = mul i64 %m, %n
  %narrow = icmp slt i64 %n, 4
  %byone = or i1 %bcolumns, %narrow
  br label %loop
loop:
  %i = phi i64 [ %lo, %0 ], [ %i1, %next ]
  %more = icmp slt i64 %i, %hi
  br i1 %more, label %one, label %done
one:
  %offsets = call {i64, i64} @offsets${t}(ptr %shape, i64 %i)
  %offa = extractvalue {i64, i64} %offsets, 0
  %offb = extractvalue {i64, i64} %offsets, 1
  %offc = mul i64 %i, %mn
  %a = getelementptr ${type}, ptr %a0, i64 %offa
  %b = getelementptr ${type}, ptr %b0, i64 %offb
  %c = getelementptr ${type}, ptr %c0, i64 %offc
  br i1 %byone, label %elements, label %rows
elements:
  call void @elements${t}(ptr %c, ptr %a, ptr %b, i64 %m, i64 %n, i64 %k, i64 %ai, i64 %ak, i64 %bk, i64 %bj)
  br label %next
rows:
  call void @rows${t}(ptr %c, ptr %a, ptr %b, i64 %m, i64 %n, i64 %k, i64 %ai, i64 %ak, i64 %bk)
  br label %next
next:
  %i1 = add i64 %i, 1
  br label %loop
done:
  ret void
}

; Row by row, each product of an element of a with a row of b at a time: sums that stand side by side grow together.
define internal void @rows${t}(ptr noalias %c, ptr noalias readonly %a, ptr noalias readonly %b, i64 %m, i64 %n, i64 %k, i64 %ai, i64 %ak, i64 %bk) {
  %bytes = mul i64 %n, ${bytes}
  br label %row
row:
  %i = phi i64 [ 0, %0 ], [ %i1, %rowdone ]
  %morerows = icmp slt i64 %i, %m
  br i1 %morerows, label %clear, label %done
clear:
  %ci = mul i64 %i, %n
  %crow = getelementptr ${type}, ptr %c, i64 %ci
  call void @llvm.memset.p0.i64(ptr %crow, i8 0, i64 %bytes, i1 false)
  %ia = mul i64 %i, %ai
  br label %term
term:
  %p = phi i64 [ 0, %clear ], [ %p1, %termdone ]
  %moreterms = icmp slt i64 %p, %k
  br i1 %moreterms, label %take, label %rowdone
take:
  %pa = mul i64 %p, %ak
  %oa = add i64 %ia, %pa
  %ea = getelementptr ${type}, ptr %a, i64 %oa
  %x = load ${type}, ptr %ea
  %pb = mul i64 %p, %bk
  %brow = getelementptr ${type}, ptr %b, i64 %pb
  br label %each
each:
  %j = phi i64 [ 0, %take ], [ %j1, %add ]
  %moreeach = icmp slt i64 %j, %n
  br i1 %moreeach, label %add, label %termdone
add:
  %eb = getelementptr inbounds ${type}, ptr %brow, i64 %j
  %y = load ${type}, ptr %eb
  %ec = getelementptr inbounds ${type}, ptr %crow, i64 %j
  %was = load ${type}, ptr %ec
  %xy = fmul ${type} %x, %y
  %now = fadd ${type} %was, %xy
  store ${type} %now, ptr %ec
  %j1 = add nuw nsw i64 %j, 1
  br label %each
termdone:
  %p1 = add nuw nsw i64 %p, 1
  br label %term
rowdone:
  %i1 = add nuw nsw i64 %i, 1
  br label %row
done:
  ret void
}

; Element by element, four of a row at a time, so that no sum waits for itself alone; those that are left one by one.
define internal void @elements${t}(ptr noalias %c, ptr noalias readonly %a, ptr noalias readonly %b, i64 %m, i64 %n, i64 %k, i64 %ai, i64 %ak, i64 %bk, i64 %bj) {
  %bj2 = shl i64 %bj, 1
  %bj3 = add i64 %bj2, %bj
  br label %row
row:
  %i = phi i64 [ 0, %0 ], [ %i1, %rowdone ]
  %morerows = icmp slt i64 %i, %m
  br i1 %morerows, label %line, label %done
line:
  %ci = mul i64 %i, %n
  %crow = getelementptr ${type}, ptr %c, i64 %ci
  %ia = mul i64 %i, %ai
  %arow = getelementptr ${type}, ptr %a, i64 %ia
  br label %group
group:
  %j = phi i64 [ 0, %line ], [ %j4, %four ], [ %j5, %single ]
  %left = sub i64 %n, %j
  %many = icmp sge i64 %left, 4
  %jb = mul i64 %j, %bj
  %bcolumn = getelementptr ${type}, ptr %b, i64 %jb
  %ec = getelementptr ${type}, ptr %crow, i64 %j
  br i1 %many, label %terms, label %rest
terms:
  %p = phi i64 [ 0, %group ], [ %p1, %add ]
  %s0 = phi ${type} [ 0.0, %group ], [ %t0, %add ]
  %s1 = phi ${type} [ 0.0, %group ], [ %t1, %add ]
  %s2 = phi ${type} [ 0.0, %group ], [ %t2, %add ]
  %s3 = phi ${type} [ 0.0, %group ], [ %t3, %add ]
  %moreterms = icmp slt i64 %p, %k
  br i1 %moreterms, label %add, label %four
add:
  %pa = mul i64 %p, %ak
  %ea = getelementptr ${type}, ptr %arow, i64 %pa
  %x = load ${type}, ptr %ea
  %pb = mul i64 %p, %bk
  %e0 = getelementptr ${type}, ptr %bcolumn, i64 %pb
  %e1 = getelementptr ${type}, ptr %e0, i64 %bj
  %e2 = getelementptr ${type}, ptr %e0, i64 %bj2
  %e3 = getelementptr ${type}, ptr %e0, i64 %bj3
  %y0 = load ${type}, ptr %e0
  %y1 = load ${type}, ptr %e1
  %y2 = load ${type}, ptr %e2
  %y3 = load ${type}, ptr %e3
  %m0 = fmul ${type} %x, %y0
  %m1 = fmul ${type} %x, %y1
  %m2 = fmul ${type} %x, %y2
  %m3 = fmul ${type} %x, %y3
  %t0 = fadd ${type} %s0, %m0
  %t1 = fadd ${type} %s1, %m1
  %t2 = fadd ${type} %s2, %m2
  %t3 = fadd ${type} %s3, %m3
  %p1 = add nuw nsw i64 %p, 1
  br label %terms
four:
  store ${type} %s0, ptr %ec
  %ec1 = getelementptr ${type}, ptr %ec, i64 1
  store ${type} %s1, ptr %ec1
  %ec2 = getelementptr ${type}, ptr %ec, i64 2
  store ${type} %s2, ptr %ec2
  %ec3 = getelementptr ${type}, ptr %ec, i64 3
  store ${type} %s3, ptr %ec3
  %j4 = add nuw nsw i64 %j, 4
  br label %group
rest:
  %some = icmp sgt i64 %left, 0
  br i1 %some, label %sum, label %rowdone
sum:
  %q = phi i64 [ 0, %rest ], [ %q1, %more ]
  %s = phi ${type} [ 0.0, %rest ], [ %u, %more ]
  %moresum = icmp slt i64 %q, %k
  br i1 %moresum, label %more, label %single
more:
  %qa = mul i64 %q, %ak
  %fa = getelementptr ${type}, ptr %arow, i64 %qa
  %v = load ${type}, ptr %fa
  %qb = mul i64 %q, %bk
  %fb = getelementptr ${type}, ptr %bcolumn, i64 %qb
  %w = load ${type}, ptr %fb
  %vw = fmul ${type} %v, %w
  %u = fadd ${type} %s, %vw
  %q1 = add nuw nsw i64 %q, 1
  br label %sum
single:
  store ${type} %s, ptr %ec
  %j5 = add nuw nsw i64 %j, 1
  br label %group
rowdone:
  %i1 = add nuw nsw i64 %i, 1
  br label %row
done:
  ret void
}
