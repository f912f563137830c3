public class Oom {
    static int f(double[] a, int n) { double[] t = new double[n]; t[0] = a[0]; return t.length; }
    static int g(int n) { int[] t = new int[n]; for (int i = 0; i < 3; i++) t[i] = i; return t[2]; }
    public static void main(String[] x) {
        for (int i = 0; i < 2; i++) {
            try { System.out.println(f(new double[1], Integer.MAX_VALUE)); } catch (OutOfMemoryError e) { System.out.println(e.getMessage()); }
            try { System.out.println(g(Integer.MAX_VALUE)); } catch (OutOfMemoryError e) { System.out.println(e.getMessage()); }
            try { System.out.println(g(1_000_000_000)); } catch (OutOfMemoryError e) { System.out.println(e.getMessage()); }
        }
    }
}
