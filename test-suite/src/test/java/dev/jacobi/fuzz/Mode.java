// The ways in which a generated program is run besides the JVM's own.
package dev.jacobi.fuzz;

import dev.jacobi.gpu.GpuTests;
import dev.jacobi.llvm.Tuning;
import dev.jacobi.options.Options;
import dev.jacobi.site.OnDemandCompiler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Interpreter on the IR as lifted and as raised, machine code that LLVM has not optimised, and as users have it; with {@code -Dfuzz.gpu=true} instead
 * of these kernels on a GPU ({@link GpuTests}). Where only {@link #NATIVE} differs, LLVM's optimisations made the difference, for which our text may
 * still be the cause; where {@link #QUICK} does, too, the cause is ours.
 */
public enum Mode {
    LIFTED, RAISED, QUICK, NATIVE, GPU;

    private static final boolean ON_GPU = Boolean.getBoolean("fuzz.gpu");
    /** LLVM optimises one in so many programs as it does for users; the others test everything in front of LLVM at a fraction of the cost. */
    private static final int FULL = Integer.getInteger("fuzz.full", 8);
    /** Small programs are optimised so many times as often. */
    private static final int MORE = 2;


    /** Those that programs are run in. */
    static List<Mode> asked() {
        return ON_GPU ? List.of(GPU) : List.of(LIFTED, RAISED, QUICK, NATIVE);
    }

    /** Those that a program is run in. */
    static List<Mode> asked(Methods.Program p) {
        boolean full = new SplittableRandom(~p.seed()).nextInt(FULL) < (p.kind() == Kind.GENERAL ? 1 : MORE);
        return ON_GPU || full ? asked() : List.of(LIFTED, RAISED, QUICK);
    }

    /** True for the modes that interpret. */
    boolean interprets() {
        return this == LIFTED || this == RAISED;
    }

    /** An engine as users have it. */
    public OnDemandCompiler engine() {
        return switch (this) {
            case LIFTED -> OnDemandCompiler.interpreter(OnDemandCompiler.Stage.LIFTED);
            case RAISED -> OnDemandCompiler.interpreter(OnDemandCompiler.Stage.RAISED);
            case QUICK -> OnDemandCompiler.cpu().with(quick(Tuning.host(), true));
            case NATIVE -> OnDemandCompiler.cpu();
            case GPU -> new OnDemandCompiler(gpu(), OnDemandCompiler.Stage.RAISED);
        };
    }

    private static Tuning quick(Tuning t, boolean quick) {
        return new Tuning(t.vectorBytes(), t.eager(), quick, t.fmaRoots());
    }

    private static Options gpu() {
        System.setProperty("jacobi.test.device", GpuTests.device());
        return Options.defaults().with(Options.Backend.CUDA);
    }

    /** Engines of one process; they share what has been lifted. */
    static final class Engines {
        private static final int[] WIDTHS = {0, 16, 32, 64};
        private final OnDemandCompiler lifted = new OnDemandCompiler(Options.defaults().with(Options.Backend.INTERP), OnDemandCompiler.Stage.LIFTED);
        private final OnDemandCompiler raised = lifted.with(OnDemandCompiler.Stage.RAISED);
        private final Map<Tuning, OnDemandCompiler> compilers = new HashMap<>();
        private final Tuning host = Tuning.host();
        private OnDemandCompiler device;

        /** The engine for a program. */
        OnDemandCompiler get(Mode mode, long seed) {
            return switch (mode) {
                case LIFTED -> lifted;
                case RAISED -> raised;
                case QUICK, NATIVE -> compilers.computeIfAbsent(quick(tuning(seed), mode == QUICK), lifted::with);
                case GPU -> device == null ? device = mode.engine() : device;
            };
        }

        /** Each program's code is made in one of the possible ways, the same whenever it is run, and the same for both modes. */
        Tuning tuning(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            int any = WIDTHS[random.nextInt(WIDTHS.length)];
            // code for registers of 32 bytes has instructions of AVX2
            int width = random.nextBoolean() || any == 32 && host.vectorBytes() < any ? host.vectorBytes() : any;
            return new Tuning(width, random.nextBoolean(), false, host.fmaRoots());
        }
    }
}
