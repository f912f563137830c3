; %count of ${width} lines of a matrix, which begin at line %x0, and of them %kc elements from %k0 on, to %to: the elements %k0 of all lines first. Where %along is set an element is followed in memory by that of
; the next line, else by the line's next one. %table says where the rows begin, if it is not null. What is not there is zero.
define internal void @pack_${which}${t}(ptr noalias %to, ptr noalias readonly %from, ptr noalias readonly %table, i64 %ld, i64 %x0, i64 %k0, i1 %along, i64 %count, i64 %kc) {
  %whole = icmp eq i64 %count, ${width}
  br i1 %whole, label %choose, label %clear
clear:
  %all = mul i64 %kc, ${widthbytes}
  call void @llvm.memset.p0.i64(ptr %to, i8 0, i64 %all, i1 false)
  br label %choose
choose:
  %besides = select i1 %along, i64 %x0, i64 %k0
  %first = select i1 %along, i64 %k0, i64 %x0
  %start = getelementptr ${type}, ptr %from, i64 %besides
  br i1 %along, label %rows, label %line
rows:
  br i1 %whole, label %row, label %part
row:
  %k = phi i64 [ 0, %rows ], [ %k1, %row ]
  %kat = add i64 %first, %k
  %kf = call i64 @row${t}(ptr %table, i64 %ld, i64 %kat)
  %pf = getelementptr ${type}, ptr %start, i64 %kf
  %kt = mul i64 %k, ${width}
  %pt = getelementptr ${type}, ptr %to, i64 %kt
  call void @llvm.memcpy.p0.p0.i64(ptr %pt, ptr %pf, i64 ${widthbytes}, i1 false)
  %k1 = add nuw nsw i64 %k, 1
  %more = icmp slt i64 %k1, %kc
  br i1 %more, label %row, label %done
part:
  %bytes = mul i64 %count, ${bytes}
  br label %some
some:
  %q = phi i64 [ 0, %part ], [ %q1, %some ]
  %qat = add i64 %first, %q
  %qf = call i64 @row${t}(ptr %table, i64 %ld, i64 %qat)
  %gf = getelementptr ${type}, ptr %start, i64 %qf
  %qt = mul i64 %q, ${width}
  %gt = getelementptr ${type}, ptr %to, i64 %qt
  call void @llvm.memcpy.p0.p0.i64(ptr %gt, ptr %gf, i64 %bytes, i1 false)
  %q1 = add nuw nsw i64 %q, 1
  %moresome = icmp slt i64 %q1, %kc
  br i1 %moresome, label %some, label %done
line:
  ; Four lines at a time, four elements of each: rows and columns of these change places in registers.
  %x = phi i64 [ 0, %choose ], [ %x1, %linedone ], [ %x4, %fourdone ]
  %xat = add i64 %first, %x
  %xf = call i64 @row${t}(ptr %table, i64 %ld, i64 %xat)
  %lf = getelementptr ${type}, ptr %start, i64 %xf
  %lt = getelementptr ${type}, ptr %to, i64 %x
  %lines = sub i64 %count, %x
  %several = icmp sge i64 %lines, 4
  br i1 %several, label %four, label %element
four:
  %x1at = add i64 %xat, 1
  %x1f = call i64 @row${t}(ptr %table, i64 %ld, i64 %x1at)
  %l1f = getelementptr ${type}, ptr %start, i64 %x1f
  %x2at = add i64 %xat, 2
  %x2f = call i64 @row${t}(ptr %table, i64 %ld, i64 %x2at)
  %l2f = getelementptr ${type}, ptr %start, i64 %x2f
  %x3at = add i64 %xat, 3
  %x3f = call i64 @row${t}(ptr %table, i64 %ld, i64 %x3at)
  %l3f = getelementptr ${type}, ptr %start, i64 %x3f
  br label %square
square:
  %g = phi i64 [ 0, %four ], [ %g4, %turn ]
  %g4 = add nuw nsw i64 %g, 4
  %wholesquare = icmp sle i64 %g4, %kc
  br i1 %wholesquare, label %turn, label %column
turn:
  %a0 = getelementptr inbounds ${type}, ptr %lf, i64 %g
  %a1 = getelementptr inbounds ${type}, ptr %l1f, i64 %g
  %a2 = getelementptr inbounds ${type}, ptr %l2f, i64 %g
  %a3 = getelementptr inbounds ${type}, ptr %l3f, i64 %g
  %v0 = load <4 x ${type}>, ptr %a0, align ${bytes}
  %v1 = load <4 x ${type}>, ptr %a1, align ${bytes}
  %v2 = load <4 x ${type}>, ptr %a2, align ${bytes}
  %v3 = load <4 x ${type}>, ptr %a3, align ${bytes}
  %u0 = shufflevector <4 x ${type}> %v0, <4 x ${type}> %v1, <4 x i32> <i32 0, i32 4, i32 1, i32 5>
  %u1 = shufflevector <4 x ${type}> %v0, <4 x ${type}> %v1, <4 x i32> <i32 2, i32 6, i32 3, i32 7>
  %u2 = shufflevector <4 x ${type}> %v2, <4 x ${type}> %v3, <4 x i32> <i32 0, i32 4, i32 1, i32 5>
  %u3 = shufflevector <4 x ${type}> %v2, <4 x ${type}> %v3, <4 x i32> <i32 2, i32 6, i32 3, i32 7>
  %w0 = shufflevector <4 x ${type}> %u0, <4 x ${type}> %u2, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w1 = shufflevector <4 x ${type}> %u0, <4 x ${type}> %u2, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w2 = shufflevector <4 x ${type}> %u1, <4 x ${type}> %u3, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w3 = shufflevector <4 x ${type}> %u1, <4 x ${type}> %u3, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %gs = mul nuw nsw i64 %g, ${width}
  %t0 = getelementptr inbounds ${type}, ptr %lt, i64 %gs
  %t1 = getelementptr inbounds ${type}, ptr %t0, i64 ${width}
  %t2 = getelementptr inbounds ${type}, ptr %t1, i64 ${width}
  %t3 = getelementptr inbounds ${type}, ptr %t2, i64 ${width}
  store <4 x ${type}> %w0, ptr %t0, align ${bytes}
  store <4 x ${type}> %w1, ptr %t1, align ${bytes}
  store <4 x ${type}> %w2, ptr %t2, align ${bytes}
  store <4 x ${type}> %w3, ptr %t3, align ${bytes}
  br label %square
column:
  %h = phi i64 [ %g, %square ], [ %h1, %single ]
  %somecolumn = icmp slt i64 %h, %kc
  br i1 %somecolumn, label %single, label %fourdone
single:
  %b0 = getelementptr inbounds ${type}, ptr %lf, i64 %h
  %b1 = getelementptr inbounds ${type}, ptr %l1f, i64 %h
  %b2 = getelementptr inbounds ${type}, ptr %l2f, i64 %h
  %b3 = getelementptr inbounds ${type}, ptr %l3f, i64 %h
  %y0 = load ${type}, ptr %b0
  %y1 = load ${type}, ptr %b1
  %y2 = load ${type}, ptr %b2
  %y3 = load ${type}, ptr %b3
  %hs = mul nuw nsw i64 %h, ${width}
  %r0 = getelementptr inbounds ${type}, ptr %lt, i64 %hs
  %r1 = getelementptr inbounds ${type}, ptr %r0, i64 1
  %r2 = getelementptr inbounds ${type}, ptr %r0, i64 2
  %r3 = getelementptr inbounds ${type}, ptr %r0, i64 3
  store ${type} %y0, ptr %r0
  store ${type} %y1, ptr %r1
  store ${type} %y2, ptr %r2
  store ${type} %y3, ptr %r3
  %h1 = add nuw nsw i64 %h, 1
  br label %column
fourdone:
  %x4 = add nuw nsw i64 %x, 4
  %morefour = icmp slt i64 %x4, %count
  br i1 %morefour, label %line, label %done
element:
  %e = phi i64 [ 0, %line ], [ %e1, %element ]
  %ef = getelementptr inbounds ${type}, ptr %lf, i64 %e
  %v = load ${type}, ptr %ef
  %es = mul nuw nsw i64 %e, ${width}
  %et = getelementptr inbounds ${type}, ptr %lt, i64 %es
  store ${type} %v, ptr %et
  %e1 = add nuw nsw i64 %e, 1
  %moreelements = icmp slt i64 %e1, %kc
  br i1 %moreelements, label %element, label %linedone
linedone:
  %x1 = add nuw nsw i64 %x, 1
  %morelines = icmp slt i64 %x1, %count
  br i1 %morelines, label %line, label %done
done:
  ret void
}
