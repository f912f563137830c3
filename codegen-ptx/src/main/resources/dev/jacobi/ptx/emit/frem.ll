; Exact remainder with the sign of the dividend, bit by bit: the significand of |a| is shifted up as often as its exponent is above that of |b|, and
; |b| is taken off wherever it fits. What a GPU makes of frem is a - b * trunc(a / b), which is wrong for large quotients.

declare i64 @llvm.ctlz.i64(i64, i1)

; The significand with its highest bit at bit 52, and the exponent to go with it, of bits that are not those of zero.
define internal { i64, i64 } @split(i64 %bits) {
  %e = lshr i64 %bits, 52
  %m = and i64 %bits, 4503599627370495
  %tiny = icmp eq i64 %e, 0
  %full = or i64 %m, 4503599627370496
  %z = call i64 @llvm.ctlz.i64(i64 %m, i1 false)
  %up = sub i64 %z, 11
  %by = and i64 %up, 63
  %norm = shl i64 %m, %by
  %low = sub i64 1, %up
  %mm = select i1 %tiny, i64 %norm, i64 %full
  %ee = select i1 %tiny, i64 %low, i64 %e
  %r0 = insertvalue { i64, i64 } poison, i64 %mm, 0
  %r1 = insertvalue { i64, i64 } %r0, i64 %ee, 1
  ret { i64, i64 } %r1
}

define double @jacobi_frem_f64(double %a, double %b) {
  %ia = bitcast double %a to i64
  %ib = bitcast double %b to i64
  %sign = and i64 %ia, -9223372036854775808
  %x = and i64 %ia, 9223372036854775807
  %y = and i64 %ib, 9223372036854775807
  %inf = icmp uge i64 %x, 9218868437227405312
  %nan = icmp ugt i64 %y, 9218868437227405312
  %zero = icmp eq i64 %y, 0
  %b0 = or i1 %inf, %nan
  %bad = or i1 %b0, %zero
  br i1 %bad, label %undefined, label %finite
undefined:
  ret double 0x7FF8000000000000
finite:
  %less = icmp ult i64 %x, %y
  br i1 %less, label %same, label %divide
same:
  ret double %a
divide:
  %sx = call { i64, i64 } @split(i64 %x)
  %sy = call { i64, i64 } @split(i64 %y)
  %mx = extractvalue { i64, i64 } %sx, 0
  %ex = extractvalue { i64, i64 } %sx, 1
  %my = extractvalue { i64, i64 } %sy, 0
  %ey = extractvalue { i64, i64 } %sy, 1
  %n = sub i64 %ex, %ey
  br label %step
step:
  %k = phi i64 [ %n, %divide ], [ %k1, %next ]
  %m = phi i64 [ %mx, %divide ], [ %twice, %next ]
  %fits = icmp uge i64 %m, %my
  %less1 = sub i64 %m, %my
  %rest = select i1 %fits, i64 %less1, i64 %m
  %more = icmp sgt i64 %k, 0
  br i1 %more, label %next, label %done
next:
  %twice = shl i64 %rest, 1
  %k1 = sub i64 %k, 1
  br label %step
done:
  %none = icmp eq i64 %rest, 0
  br i1 %none, label %signed, label %some
signed:
  %z0 = bitcast i64 %sign to double
  ret double %z0
some:
  ; back to a double: the highest bit to bit 52, or as far as the exponent goes
  %lz = call i64 @llvm.ctlz.i64(i64 %rest, i1 true)
  %sh = sub i64 %lz, 11
  %er = sub i64 %ey, %sh
  %normal = icmp sgt i64 %er, 0
  %sh1 = and i64 %sh, 63
  %mn = shl i64 %rest, %sh1
  %frac = and i64 %mn, 4503599627370495
  %eb = shl i64 %er, 52
  %bitsn = or i64 %frac, %eb
  ; subnormal: the value is rest * 2^(ey - 1) in units of the smallest number
  %up = sub i64 %ey, 1
  %upok = icmp sge i64 %up, 0
  %up1 = and i64 %up, 63
  %down = sub i64 0, %up
  %down1 = and i64 %down, 63
  %su = shl i64 %rest, %up1
  %sd = lshr i64 %rest, %down1
  %bitss = select i1 %upok, i64 %su, i64 %sd
  %bits = select i1 %normal, i64 %bitsn, i64 %bitss
  %all = or i64 %bits, %sign
  %r = bitcast i64 %all to double
  ret double %r
}

define float @jacobi_frem_f32(float %a, float %b) {
  %x = fpext float %a to double
  %y = fpext float %b to double
  %r = call double @jacobi_frem_f64(double %x, double %y)
  %f = fptrunc double %r to float
  ret float %f
}
