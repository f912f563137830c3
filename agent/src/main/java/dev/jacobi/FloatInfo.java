package dev.jacobi;

/**
 * The limits of a type of reals; of complex numbers those of their parts. Made by {@link Np#finfo}.
 *
 * @param dtype the type of reals
 * @param bits how many bits a number has
 * @param eps the distance from 1 to the next number above
 * @param epsneg the distance from 1 to the next number below
 * @param max the largest finite number
 * @param min the least finite number, which is negative
 * @param tiny the smallest positive number with all digits
 * @param smallestSubnormal the smallest positive number
 * @param precision how many decimal digits are certain
 */
public record FloatInfo(DType dtype, int bits, double eps, double epsneg, double max, double min, double tiny, double smallestSubnormal, int precision) {
    static FloatInfo of(DType d) {
        DType r = d.real();
        if (!r.isReal()) {
            throw new JacobiException("finfo: " + d + " is no type of reals or complex numbers; iinfo() knows the limits of integers.");
        }
        int fraction = r == DType.F64 ? 52 : r == DType.F32 ? 23 : r == DType.F16 ? 10 : 7;
        int most = r == DType.F64 ? 1023 : r == DType.F16 ? 15 : 127;
        double eps = Math.scalb(1.0, -fraction);
        double max = Math.scalb(2 - eps, most);
        double tiny = Math.scalb(1.0, 1 - most);
        return new FloatInfo(r, r.bits(), eps, eps / 2, max, -max, tiny, Math.scalb(tiny, -fraction), (int) (fraction * Math.log10(2)));
    }

    /**
     * The same as {@link #tiny}.
     *
     * @return the smallest positive number with all digits
     */
    public double smallestNormal() {
        return tiny;
    }
}
