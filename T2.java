import dev.jacobi.*;
import java.util.*;
public class T2 {
  record P(NDArray w, Integer k, NDArray b) {}
  record Box(Box next, NDArray a) {}
  static Integer K; static P PP; static Box BX; static double[] W; static double[][] WW; static Fn1<NDArray,NDArray> FN; static Object O; static List<NDArray> LA; static Map<String,NDArray> MA; static Map<String,Integer> MI; static NDArray[] AA; static Map<String,Integer> MN = new HashMap<>(); static Runnable R;
  static final NDArray FA = null; static final Integer FK = null; static final P FP = new P(null, null, NDArray.of(2f));
  static NDArray f(NDArray x) { return PP == null ? x : x.times(3); }
  static NDArray f1(NDArray x) { return PP.k() == null ? x : x.times(PP.k()); }
  static NDArray f2(NDArray x) { return PP != null && PP.b() != null ? x.plus(PP.b()) : x; }
  static NDArray f3(NDArray x) { return W == null ? x : x.times(W[0]); }
  static NDArray f4(NDArray x) { return WW == null ? x : x.times(WW[0][0]); }
  static NDArray f5(NDArray x) { NDArray s = x; for (Box b = BX; b != null; b = b.next()) s = s.plus(b.a()); return s; }
  static NDArray f6(NDArray x) { return O == null ? x : x.times(2); }
  static NDArray f7(NDArray x) { return LA == null ? x : x.times(2); }
  static NDArray f8(NDArray x) { return MA == null ? x : x.times(2); }
  static NDArray f9(NDArray x) { return MI == null ? x : x.times(MI.get("a")); }
  static NDArray f10(NDArray x) { return AA == null ? x : x.times(2); }
  static NDArray f11(NDArray x) { return MN.get("a") == null ? x : x.times(MN.get("a")); }
  static NDArray f12(NDArray x) { return R == null ? x : x.times(2); }
  static NDArray f13(NDArray x) { return FA == null ? x : x.times(2); }
  static NDArray f14(NDArray x) { return FK == null ? x : x.times(2); }
  static NDArray f15(NDArray x) { return FP.w() == null ? x.plus(FP.b()) : x.times(2); }
  static NDArray f16(NDArray x) { return FP.k() == null ? x.plus(FP.b()) : x.times(2); }
  static NDArray f17(NDArray x) { int k = PP.k(); return x.times(k); }
  static double d(double x) { return K == null ? x * x : x * K; }
  static double d2(double x) { return K * x; }
  static NDArray f18(NDArray x) { return FN == null ? x : FN.apply(x); }
  static NDArray f19(NDArray x) { NDArray s = x; for (int i = 0; i < 3; i++) if (K != null) s = s.times(K); return s; }
  static NDArray f20(NDArray x) { return Np.sum(x, PP.k()).plus(x); }
  static NDArray f21(NDArray x) { return rec(x, 3); }
  static NDArray rec(NDArray x, int n) { return n == 0 ? x : K == null ? rec(x.plus(1), n - 1) : rec(x.times(K), n - 1); }
  static double d3(double x) { return recd(x, 5); }
  static double recd(double x, double n) { return n <= 0 ? x : K == null ? recd(x + 1, n - 1) : recd(x * K, n - 1); }
  static <A,B> void t(String n, Fn1<A,B> f, A x) {
    String want; try { want = "" + f.apply(x); } catch (Throwable e) { want = e.getClass().getSimpleName() + " " + e.getMessage(); }
    String got; try { got = "" + Jacobi.jit(f).apply(x); } catch (Throwable e) { got = e.getClass().getSimpleName() + " " + e.getMessage(); if (System.getenv("ST") != null && !want.equals(got)) e.printStackTrace(); }
    System.out.println((want.equals(got) ? "ok   " : "BAD  ") + n + "  want " + want + " got " + got);
  }
  static void all(String s) {
    NDArray x = NDArray.of(new float[]{1,2});
    t(s+"f", T2::f, x); t(s+"f1", T2::f1, x); t(s+"f2", T2::f2, x); t(s+"f3", T2::f3, x); t(s+"f4", T2::f4, x); t(s+"f5", T2::f5, x); t(s+"f6", T2::f6, x); t(s+"f7", T2::f7, x);t(s+"f8", T2::f8, x);t(s+"f9", T2::f9, x);t(s+"f10", T2::f10, x);t(s+"f11", T2::f11, x);t(s+"f12", T2::f12, x);t(s+"f13", T2::f13, x);t(s+"f14", T2::f14, x);t(s+"f15", T2::f15, x);t(s+"f16", T2::f16, x);t(s+"f17", T2::f17, x);t(s+"f18", T2::f18, x);t(s+"f19", T2::f19, x);t(s+"f20", T2::f20, x);t(s+"f21", T2::f21, x);
    t(s+"d", T2::d, 3.0); t(s+"d2", T2::d2, 3.0); t(s+"d3", T2::d3, 3.0);
    Fn1<Double,Double> g = Jacobi.grad(T2::d);
    try { System.out.println(g.apply(3.0)); } catch (Throwable e) { System.out.println(e); }
    try { System.out.println(Jacobi.grad(T2::d2).apply(3.0)); } catch (Throwable e) { System.out.println(e); }
    Fn1<double[],double[]> v = Jacobi.vmap(T2::d); System.out.println(Arrays.toString(v.apply(new double[]{1,2})));
    Fn1<NDArray,NDArray> ff = Jacobi.grad(y -> Np.sum(f19(y))); System.out.println(ff.apply(x));
    // captured and args null
    Integer cap = K; NDArray ca = LA == null ? null : x; String cs = MI == null ? null : "q"; double[] cd = W; P cp = PP;
    t(s+"c0", (NDArray y) -> cap == null ? y : y.times(cap), x);
    t(s+"c1", (NDArray y) -> ca == null ? y : y.times(ca), x);
    t(s+"c2", (NDArray y) -> cs == null ? y : y.times(7), x);
    t(s+"c3", (NDArray y) -> cd == null ? y : y.times(cd[0]), x);
    t(s+"c4", (NDArray y) -> cp == null ? y : cp.k() == null ? y.plus(9) : y.times(cp.k()), x);
    t(s+"c5", (NDArray y) -> y.times(cap), x);
    t(s+"c6", (NDArray y) -> y.times(ca), x);
    t(s+"c7", (P y) -> y == null ? x : y.k() == null ? x.plus(1) : x.times(y.k()), cp);
  }
  public static void main(String[] a) {
    all("null ");
    K = 3; PP = new P(null, null, NDArray.of(1f)); BX = new Box(new Box(null, NDArray.of(1f)), NDArray.of(2f)); W = new double[]{2}; WW = new double[][]{{2}}; O = new Object(); LA = List.of(); MA = Map.of(); MI = Map.of("a", 5); AA = new NDArray[1]; MN.put("a", null); R = () -> {};
    all("set ");
    PP = new P(null, 4, null); MN.put("a", 6); BX = null; K = 5;
    all("ch ");
  }
}
