// Compressed bitmaps: made, combined, iterated.
package dev.jacobi.foreign.drivers;

import dev.jacobi.foreign.Data;
import dev.jacobi.foreign.Driver;
import dev.jacobi.foreign.Results;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/** RoaringBitmap. */
public final class Roaring implements Driver {
    @Override
    public String name() {
        return "roaringbitmap";
    }

    @Override
    public List<String> include() {
        return List.of("org.roaringbitmap.*");
    }

    @Override
    public void run(int round, Results results) {
        RoaringBitmap a = bitmap(round, 3_000_000);
        RoaringBitmap b = bitmap(round + 1, 300_000);
        RoaringBitmap c = RoaringBitmap.bitmapOfRange(1000L * round, 1000L * round + 70_000);
        add(RoaringBitmap.and(a, b), results);
        add(RoaringBitmap.or(a, c), results);
        add(RoaringBitmap.xor(b, c), results);
        add(RoaringBitmap.andNot(a, b), results);
        a.runOptimize();
        add(RoaringBitmap.or(a, b, c), results);
        results.add(RoaringBitmap.andCardinality(a, c));
        results.add(a.rank(500_000) + a.select(1000));
    }

    private static RoaringBitmap bitmap(int seed, int range) {
        return RoaringBitmap.bitmapOfUnordered(Data.ints(seed, 40_000, range));
    }

    private static void add(RoaringBitmap bitmap, Results results) {
        results.add(bitmap.getCardinality());
        results.add(bitmap.hashCode());
    }
}
