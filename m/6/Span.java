public class Span {
    static int a(int s) { for (int i = Integer.MIN_VALUE; i < 0; i += 0x10000001) s = s * 31 + i; return s; }
    static int b(int s, int from, int to, int step) { for (int i = from; i < to; i += step) s = s * 31 + i; return s; }
    static int c(int s) { for (int i = -2000000000; i <= 2000000000; i += 100000000) s = s * 31 + i; return s; }
    static long d(long s) { for (long i = Long.MIN_VALUE / 2; i < Long.MAX_VALUE / 2 + 10; i += 1L << 58) s = s * 31 + i; return s; }
    public static void main(String[] x) {
        long r = 0;
        for (int i = 0; i < 4; i++) r += a(i) + b(i, -2000000000, 2000000000, 500000000) + c(i) + d(i);
        System.out.println(r);
    }
}
