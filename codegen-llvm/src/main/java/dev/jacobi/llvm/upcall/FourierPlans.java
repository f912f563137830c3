package dev.jacobi.llvm.upcall;

import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jtransforms.fft.DoubleFFT_1D;
import org.visnow.jlargearrays.ConcurrencyUtils;

/** What JTransforms has computed for transforms of the lengths used last; may be used by several threads at once. */
public final class FourierPlans {
    private static final int KEPT = 32;
    private final Map<Integer, SoftReference<DoubleFFT_1D>> plans = new LinkedHashMap<>(16, 0.75f, true);

    public FourierPlans() {
        // the caller's thread is the one there is: the library would make threads of its own
        ConcurrencyUtils.setNumberOfThreads(1);
    }

    /** For lines of this length. */
    DoubleFFT_1D of(int n) {
        DoubleFFT_1D known;
        synchronized (plans) {
            known = plans.containsKey(n) ? plans.get(n).get() : null;
        }
        if (known != null) {
            return known;
        }
        var made = new DoubleFFT_1D(n);
        synchronized (plans) {
            plans.put(n, new SoftReference<>(made));
            if (plans.size() > KEPT) {
                plans.remove(plans.keySet().iterator().next());
            }
        }
        return made;
    }
}
