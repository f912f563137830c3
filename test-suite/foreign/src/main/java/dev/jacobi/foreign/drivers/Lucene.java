// Similarity of vectors, and the string and bit utilities around an index.
package dev.jacobi.foreign.drivers;

import dev.jacobi.foreign.Data;
import dev.jacobi.foreign.Driver;
import dev.jacobi.foreign.Results;
import java.util.List;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.StringHelper;
import org.apache.lucene.util.UnicodeUtil;
import org.apache.lucene.util.VectorUtil;

/** Lucene's {@code VectorUtil} and some of its package. */
public final class Lucene implements Driver {
    private static final int[] SIZES = {128, 384, 768, 1000};

    @Override
    public String name() {
        return "lucene";
    }

    @Override
    public List<String> include() {
        return List.of("org.apache.lucene.*");
    }

    @Override
    public void run(int round, Results results) {
        int n = SIZES[round % SIZES.length];
        float[] query = Data.floats(round, n);
        byte[] code = Data.bytes(round, n);
        for (int i = 0; i < 100; i++) {
            float[] document = Data.floats(1000L * round + i, n);
            byte[] other = Data.bytes(1000L * round + i, n);
            for (int k = 0; k < 10; k++) {
                results.add((double) VectorUtil.dotProduct(query, document));
                results.add((double) VectorUtil.cosine(query, document));
                results.add((double) VectorUtil.squareDistance(query, document));
                results.add(VectorUtil.dotProduct(code, other));
                results.add(VectorUtil.squareDistance(code, other));
                results.add((double) VectorUtil.cosine(code, other));
                results.add(VectorUtil.xorBitCount(code, other));
            }
            results.add(VectorUtil.l2normalize(document));
            results.add(StringHelper.murmurhash3_x86_32(new BytesRef(other), round));
        }
        FixedBitSet a = bits(round, 20_000);
        a.xor(bits(round + 1, 20_000));
        results.add(a.cardinality());
        results.add(UnicodeUtil.calcUTF16toUTF8Length("Größe ∑ 𝄞 plain text".repeat(50), 0, 400));
    }

    private static FixedBitSet bits(int seed, int n) {
        FixedBitSet set = new FixedBitSet(n);
        for (int i : Data.ints(seed, n / 8, n)) {
            set.set(i);
        }
        return set;
    }
}
