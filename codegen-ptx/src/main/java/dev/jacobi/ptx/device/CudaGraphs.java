package dev.jacobi.ptx.device;

import dev.jacobi.llvm.jit.Bridge;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sequences of work that a stream has been given before, as graphs that the driver starts with one call. What comes for the third time is recorded (NVIDIA, "CUDA Driver API", stream capture): a graph
 * costs as much to make as some tens of kernels to start. Where the driver does not make or start one, for whatever reason, the work is given to it piece by piece from then on.
 */
final class CudaGraphs {
    private static final List<String> FUNCTIONS = List.of("cuStreamBeginCapture_v2", "cuStreamEndCapture", "cuGraphInstantiateWithFlags", "cuGraphLaunch", "cuGraphExecDestroy", "cuGraphDestroy");
    /** Fewer pieces than these are started as fast by themselves. */
    private static final int LEAST = 4;
    private static final int TIMES = 3;
    /** Sequences that are known at once; the memory that a graph takes on the device is some kilobytes for each kernel. */
    private static final int KNOWN = 64;
    /** After so many sequences in one use of which none was known, no more are looked up in it: a loop whose work changes from trip to trip. */
    private static final int FRUITLESS = 2 * KNOWN;
    /** Calls of other threads may go on while this one records. */
    private static final long BY_THREAD = 1;
    private final Driver driver;
    private final long stream;
    private final Map<Sequence, Known> known = new LinkedHashMap<>(2 * KNOWN, 0.75f, true);
    private boolean refused;
    private int fruitless;

    /** What a sequence does. */
    interface Work {
        /** Gives it to the driver piece by piece while the stream records; whether the driver took all. */
        boolean tried();

        /** Gives it to the driver piece by piece; what that refuses is a {@link DeviceException}. */
        void given();
    }

    /** Work as words, compared by what they are. */
    private static final class Sequence {
        private final long[] words;
        private final int hash;

        Sequence(long[] words) {
            this.words = words;
            this.hash = Arrays.hashCode(words);
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Sequence s && hash == s.hash && Arrays.equals(words, s.words);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** How often a sequence has come, and the driver's handle of its graph or 0. */
    private static final class Known {
        private int times;
        private long graph;
    }

    CudaGraphs(Driver driver, long stream) {
        this.driver = driver;
        this.stream = stream;
        this.refused = !FUNCTIONS.stream().allMatch(driver::has);
    }

    /** A use of the stream begins. */
    void begin() {
        fruitless = 0;
    }

    /** Gives work to the driver: {@code words} say what it is. */
    void send(long[] words, int pieces, Work work) {
        if (refused || pieces < LEAST || fruitless >= FRUITLESS) {
            work.given();
            return;
        }
        Known k = known.computeIfAbsent(new Sequence(words), s -> new Known());
        fruitless = k.times == 0 ? fruitless + 1 : 0;
        if (k.graph == 0 && ++k.times >= TIMES) {
            k.graph = recorded(work);
            refused = k.graph == 0;
        }
        if (k.graph == 0 || driver.call("cuGraphLaunch", k.graph, stream) != 0) {
            // when it is the device that fails, the pieces say so with their names
            refused |= k.graph != 0;
            work.given();
        }
        if (known.size() > KNOWN) {
            forgetOldest();
        }
    }

    /** The graph of the work, which is not done by this; 0 where the driver makes none. */
    private long recorded(Work work) {
        if (driver.call("cuStreamBeginCapture_v2", stream, BY_THREAD) != 0) {
            return 0;
        }
        // Whatever is refused, the stream has to leave its state of recording; the pieces are given once more then, and say what is wrong.
        boolean whole = work.tried();
        try (var memory = new Bridge.Memory()) {
            long out = memory.longs(0);
            if (driver.call("cuStreamEndCapture", stream, out) != 0) {
                return 0;
            }
            long graph = Bridge.Memory.get(out);
            if (graph == 0) {
                return 0;
            }
            int made = whole ? driver.call("cuGraphInstantiateWithFlags", out, graph, 0) : 1;
            driver.call("cuGraphDestroy", graph);
            return made == 0 ? Bridge.Memory.get(out) : 0;
        }
    }

    private void forgetOldest() {
        var all = known.values().iterator();
        Known oldest = all.next();
        all.remove();
        destroy(oldest);
    }

    /** One that the stream still runs is done first, by the driver. */
    private void destroy(Known k) {
        if (k.graph != 0) {
            driver.call("cuGraphExecDestroy", k.graph);
        }
    }

    /** Gives back all graphs. */
    void close() {
        known.values().forEach(this::destroy);
        known.clear();
    }
}
