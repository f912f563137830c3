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
  %x = phi i64 [ 0, %choose ], [ %x1, %linedone ]
  %xat = add i64 %first, %x
  %xf = call i64 @row${t}(ptr %table, i64 %ld, i64 %xat)
  %lf = getelementptr ${type}, ptr %start, i64 %xf
  %lt = getelementptr ${type}, ptr %to, i64 %x
  br label %element
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
