package dev.jacobi;

/**
 * The limits of a type of integers. Made by {@link Np#iinfo}.
 *
 * @param dtype the type
 * @param bits how many bits a number has
 * @param min the least number
 * @param max the largest number; of u64 its bits, which is -1
 */
public record IntInfo(DType dtype, int bits, long min, long max) {
    static IntInfo of(DType d) {
        if (!d.isInteger()) {
            throw new JacobiException("iinfo: " + d + " is no type of integers; finfo() knows the limits of reals.");
        }
        return d.isUnsigned() ? new IntInfo(d, d.bits(), 0, -1L >>> (64 - d.bits())) : new IntInfo(d, d.bits(), -1L << (d.bits() - 1), ~(-1L << (d.bits() - 1)));
    }
}
