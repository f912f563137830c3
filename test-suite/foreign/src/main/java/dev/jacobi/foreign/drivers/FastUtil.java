// Sorting of arrays of primitives, and maps of them.
package dev.jacobi.foreign.drivers;

import dev.jacobi.foreign.Data;
import dev.jacobi.foreign.Driver;
import dev.jacobi.foreign.Results;
import it.unimi.dsi.fastutil.doubles.DoubleArrays;
import it.unimi.dsi.fastutil.floats.FloatArrays;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongArrays;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.List;
import java.util.Random;

/** fastutil. */
public final class FastUtil implements Driver {
    @Override
    public String name() {
        return "fastutil";
    }

    @Override
    public List<String> include() {
        return List.of("it.unimi.dsi.fastutil.*");
    }

    @Override
    public void run(int round, Results results) {
        int[] a = Data.ints(round, 10_000, 1_000_000);
        int[] b = a.clone();
        IntArrays.quickSort(a);
        results.add(a);
        IntArrays.radixSort(b);
        results.add(b);
        results.add(IntArrays.binarySearch(a, a[77]));
        double[] d = Data.doubles(round, 5000);
        DoubleArrays.mergeSort(d);
        results.add(d);
        float[] f = Data.floats(round, 5000);
        FloatArrays.quickSort(f);
        results.add(f);
        long[] l = new long[a.length];
        Int2IntOpenHashMap counts = new Int2IntOpenHashMap();
        for (int i = 0; i < a.length; i++) {
            counts.addTo(a[i] & 1023, 1);
            l[i] = (long) a[i] * 0x9E3779B97F4A7C15L;
        }
        LongArrays.radixSort(l);
        results.add(l[5] + new LongOpenHashSet(l).size() + counts.get(17));
        IntArrays.reverse(a);
        IntArrays.shuffle(a, new Random(round));
        results.add(a);
    }
}
