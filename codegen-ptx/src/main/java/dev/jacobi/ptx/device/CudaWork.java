package dev.jacobi.ptx.device;

import dev.jacobi.llvm.jit.Bridge;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The kernels, copies and clearings of a stream that have been asked for and not been given to the driver. They wait so that work which comes again, in a later trip of a loop or a later run, can
 * be given to it in one call ({@link CudaGraphs}): a loop around small kernels takes as long as the driver does to start them one by one. Nothing waits for longer than it takes to ask for
 * {@link #MOST} pieces of work, and whatever uses the stream in another way has all of it sent before.
 */
final class CudaWork implements CudaGraphs.Work {
    /** Pieces after which the end of a trip sends what there is. A graph of so many costs the host about as much as two kernels. */
    private static final int ENOUGH = 32;
    private static final int MOST = 256;
    private static final long ZERO = 0;
    private static final long COPY = -1;
    private static final int WORDS = 12;
    private static final int MOST_PARAMETERS = 512;
    private static final long PARAMETERS_AT = 1;
    private static final long SIZE_AT = 2;
    private final Driver driver;
    private final long stream;
    private final CudaTimer timer;
    private final CudaGraphs graphs;
    private final ByteBuffer block = ByteBuffer.allocateDirect(8 * (WORDS + 6 + MOST_PARAMETERS)).order(ByteOrder.nativeOrder());
    private final LongBuffer words = block.asLongBuffer();
    private final long blockAt = Bridge.address(block);
    /** Piece after piece: a kernel's number, grid, threads, how many parameters it has and these; or what else it is, and its arguments. */
    private long[] asked = new long[256];
    private int used;
    private int pieces;
    private final List<CudaDevice.Kernel> kernels = new ArrayList<>();
    /** Whether some of the current trip's work has been sent already. */
    private boolean cut;

    CudaWork(Driver driver, long stream, CudaTimer timer) {
        this.driver = driver;
        this.stream = stream;
        this.timer = timer;
        this.graphs = new CudaGraphs(driver, stream);
    }

    void launch(CudaDevice.Kernel kernel, int[] grid, int[] threads, long[] parameters) {
        if (parameters.length > MOST_PARAMETERS) {
            throw new DeviceException(DeviceException.Kind.CODE, "The kernel " + kernel.name() + " has " + parameters.length + " parameters, and a GPU takes "
                + MOST_PARAMETERS + "; this method cannot run on it; leave it to another back end");
        }
        int at = room(8 + parameters.length);
        asked[at] = kernel.number();
        for (int k = 0; k < 3; k++) {
            asked[at + 1 + k] = grid[k];
            asked[at + 4 + k] = threads[k];
        }
        asked[at + 7] = parameters.length;
        System.arraycopy(parameters, 0, asked, at + 8, parameters.length);
        kernels.add(kernel);
        asked();
    }

    void zero(long address, long bytes) {
        int at = room(3);
        asked[at] = ZERO;
        asked[at + 1] = address;
        asked[at + 2] = bytes;
        asked();
    }

    void copy(long to, long from, long bytes) {
        int at = room(4);
        asked[at] = COPY;
        asked[at + 1] = to;
        asked[at + 2] = from;
        asked[at + 3] = bytes;
        asked();
    }

    private int room(int more) {
        if (used + more > asked.length) {
            asked = Arrays.copyOf(asked, Math.max(used + more, 2 * asked.length));
        }
        int at = used;
        used += more;
        return at;
    }

    private void asked() {
        if (++pieces == MOST) {
            send();
            cut = true;
        }
    }

    /** A trip of a loop ends. Work is cut where trips end, as it comes again from trip to trip. */
    void trip() {
        if (pieces >= ENOUGH || cut) {
            send();
        }
        cut = false;
    }

    /** Gives the driver all that waits. */
    void send() {
        if (pieces == 0) {
            return;
        }
        // not when it was asked for: the host may have had other things to do since
        timer.kernels();
        try {
            graphs.send(Arrays.copyOf(asked, used), pieces, this);
        } finally {
            forget();
        }
    }

    /** Whether all that was asked for has been sent. */
    boolean isEmpty() {
        return pieces == 0;
    }

    /** Nobody needs any more what has not been sent. */
    void forget() {
        used = 0;
        pieces = 0;
        kernels.clear();
    }

    /** A use of the stream begins. */
    void begin() {
        forget();
        cut = false;
        graphs.begin();
    }

    /** Gives back the memory of graphs. */
    void trim() {
        graphs.close();
    }

    @Override
    public boolean tried() {
        return refused(new Place()) == 0;
    }

    @Override
    public void given() {
        var at = new Place();
        int result = refused(at);
        if (result != 0) {
            driver.check(result, doing(at));
        }
    }

    /** Where the piece begins that is being given, and the launches before it. */
    private static final class Place {
        private int word;
        private int launches;
    }

    /** Gives the pieces one after the other up to the first that is refused: its result, or 0. */
    private int refused(Place at) {
        while (at.word < used) {
            long what = asked[at.word];
            int result = give(at);
            if (result != 0) {
                return result;
            }
            at.launches += what == ZERO || what == COPY ? 0 : 1;
            at.word += what == ZERO ? 3 : what == COPY ? 4 : 8 + (int) asked[at.word + 7];
        }
        return 0;
    }

    private int give(Place at) {
        int w = at.word;
        if (asked[w] == ZERO) {
            return driver.call("cuMemsetD8Async", asked[w + 1], 0, asked[w + 2], stream);
        } else if (asked[w] == COPY) {
            return driver.call("cuMemcpyDtoDAsync_v2", asked[w + 1], asked[w + 2], asked[w + 3], stream);
        }
        int parameters = (int) asked[w + 7];
        words.put(0, kernels.get(at.launches).handle());
        words.put(1, asked, w + 1, 6);
        words.put(7, 0).put(8, stream).put(9, 0).put(10, blockAt + 8 * WORDS).put(11, 0);
        words.put(WORDS, PARAMETERS_AT).put(WORDS + 1, blockAt + 8 * (WORDS + 6)).put(WORDS + 2, SIZE_AT).put(WORDS + 3, blockAt + 8 * (WORDS + 5)).put(WORDS + 4, 0);
        words.put(WORDS + 5, 8L * parameters);
        words.put(WORDS + 6, asked, w + 8, parameters);
        return driver.launch(blockAt);
    }

    /** What a piece does, for the sentence of an error. */
    private String doing(Place at) {
        return asked[at.word] == ZERO ? "clearing memory" : asked[at.word] == COPY ? "copying memory"
            : "starting the kernel " + kernels.get(at.launches).name() + " on " + asked[at.word + 1] + " blocks of " + asked[at.word + 4] + " threads";
    }
}
