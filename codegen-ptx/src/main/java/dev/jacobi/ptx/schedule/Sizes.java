package dev.jacobi.ptx.schedule;

/**
 * From which sizes on the iterations of a map that have loops inside are shared by more threads. A GPU has some hundred multiprocessors, each with
 * 2048 threads, and is busy when all of them are.
 *
 * @param manyRows so many rows have a warp each, and the device is full
 * @param longRow the elements of a row that a block takes rather than a warp, when it goes through them more than once
 * @param chunk elements of a row that one block takes, at least, when several share a row
 * @param manyColumns so many columns have a thread each, and the device is full
 * @param deep the elements of a column from which on a thread does not take them alone
 * @param slab elements of a column that one block takes, at least, when several share a column
 * @param blocks so many blocks there are to be, about
 * @param group tiles of a group in a scan, and groups of a large one: a power of two, at most as many as a warp has lanes
 * @param grid blocks of a map at most: so many per multiprocessor of the largest devices that its last ones to end are few; threads take the rest in further turns
 * @param tiled elements of a product of matrices that is made by tiles rather than by loops, a thread for each element: then there are tiles for about every multiprocessor
 * @param product multiplications of a product of matrices that is worth a library's call
 */
public record Sizes(long manyRows, long longRow, long chunk, long manyColumns, long deep, long slab, long blocks, int group, int grid, long tiled, long product) {
    public static final Sizes GPU = new Sizes(4096, 1024, 4096, 1 << 17, 64, 256, 2048, 32, 16384, 1 << 18, 1 << 27);

    /** Rows and columns from which on a map is made by tiles: shorter ones would leave most threads of a tile idle. */
    long side() {
        return 12;
    }

    /** Elements of a product from which on its tiles are large: then there are two for each multiprocessor. */
    long largeTiles() {
        return 16 * tiled;
    }
}
