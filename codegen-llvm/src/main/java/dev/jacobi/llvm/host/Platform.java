package dev.jacobi.llvm.host;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The platforms that native code is made for, each with all that Java must know of its system and its processor. What the native runtime must know of it stands in the resource {@code jit/NAME.ll}.
 */
public enum Platform {
    /** Linux on Intel's and AMD's processors of 64 bits. */
    LINUX_X86_64("linux-x86_64", List.of("amd64", "x86_64"), "x86_64-unknown-linux-gnu", "-x86-cmov-converter=0") {
        @Override
        public int vectorBytes(List<String> cpuinfo) {
            return has(cpuinfo, "avx512f") && has(cpuinfo, "avx512vl") ? 64 : has(cpuinfo, "avx2") ? 32 : 16;
        }

        /** This has been measured on Intel's processors; AMD's have faster dividers, and some take twice as long for a multiplication of 64 bytes as for one of 32. */
        @Override
        public boolean multipliesRoots(List<String> cpuinfo) {
            return vectorBytes(cpuinfo) == 64 && cpuinfo.stream().anyMatch(l -> l.startsWith("vendor_id") && l.endsWith("GenuineIntel"));
        }

        @Override
        public String used(String features) {
            return features;
        }

        @Override
        public int preferredBits(String features) {
            return features.contains("+avx512f") ? 512 : 256;
        }

        private boolean has(List<String> cpuinfo, String flag) {
            return cpuinfo.stream().anyMatch(l -> l.startsWith("flags") && (l + " ").contains(" " + flag + " "));
        }
    },
    /** Linux on ARM's processors of 64 bits, whose vectors are NEON's. */
    LINUX_ARM64("linux-arm64", List.of("aarch64"), "aarch64-unknown-linux-gnu") {
        @Override
        public int vectorBytes(List<String> cpuinfo) {
            return 16;
        }

        @Override
        public boolean multipliesRoots(List<String> cpuinfo) {
            return false;
        }

        /** Without vectors of unknown length (SVE): LLVM 20 ends the process for some programs that need one of a known length of them. */
        @Override
        public String used(String features) {
            return features.isEmpty() ? "-sve" : features + ",-sve";
        }

        @Override
        public int preferredBits(String features) {
            return 128;
        }
    };

    private final String label;
    private final List<String> architectures;
    private final String triple;
    private final List<String> settings;

    Platform(String label, List<String> architectures, String triple, String... settings) {
        this.label = label;
        this.architectures = architectures;
        this.triple = triple;
        this.settings = List.of(settings);
    }

    /** The platform of this process, when it is one of these. */
    public static Optional<Platform> find() {
        return find(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** The same by the JVM's names of a system and a processor. */
    static Optional<Platform> find(String os, String arch) {
        return List.of(values()).stream().filter(p -> p.label.startsWith(os.toLowerCase(Locale.ROOT) + "-") && p.architectures.contains(arch)).findFirst();
    }

    /** The platform of this process; a sentence when there is no native code for it. */
    public static Platform host() {
        return find().orElseThrow(() -> new NativesUnavailable("There is no native code for " + System.getProperty("os.name") + " on " + System.getProperty("os.arch") + "."));
    }

    /** The name, as Bytedeco has it in the classifiers of its jars. */
    public String label() {
        return label;
    }

    /** Whether Jacobi's own jar has the native code for it, LLVM and OpenBLAS; for others these come in a jar of their own. */
    public boolean isPacked() {
        return this == LINUX_X86_64;
    }

    /** The name as LLVM has it. */
    public String triple() {
        return triple;
    }

    /** Settings of LLVM's command line for this processor. */
    public List<String> settings() {
        return settings;
    }

    /** How wide the processor's vector registers are that code uses; {@code cpuinfo} has the lines of {@code /proc/cpuinfo} about one processor. */
    public abstract int vectorBytes(List<String> cpuinfo);

    /** Whether square roots of doubles may be multiplied out by instructions of the processor where its divider has too much to do. */
    public abstract boolean multipliesRoots(List<String> cpuinfo);

    /** Which of a processor's features LLVM may use, as LLVM names them. */
    public abstract String used(String features);

    /** How wide vectors LLVM should make by itself; {@code features} are those that it may use. */
    public abstract int preferredBits(String features);
}
