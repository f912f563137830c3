package dev.jacobi.ptx.device;

import dev.jacobi.llvm.host.NativesUnavailable;
import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.llvm.natives.NativesBundle;
import dev.jacobi.llvm.natives.Presets;
import java.util.List;
import java.util.function.Predicate;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;

/**
 * Bytedeco's presets of CUDA. Their native libraries are in a jar of their own, {@code jacobi-cuda.jar}, as few need them; NVIDIA's CUDA runtime and cuBLAS, to which they are linked, come with the
 * toolkit or with Python's packages ({@link CudaFolders}). Where something of that is missing the driver is called without them ({@link AddressedFunctions}).
 */
final class CudaPresets {
    /** The version of CUDA that the presets are linked to. */
    static final int VERSION = 13;
    /** What the preset's library calls of the driver's beyond the names by which its functions go here. */
    private static final List<String> ALSO_CALLED = List.of("cuEventElapsedTime_v2");
    private final Natives natives;
    private final List<String> folders;

    /** Looks for the runtime in these folders, each with a slash at its end; the empty one is where the loader looks. */
    CudaPresets(Natives natives, List<String> folders) {
        this.natives = natives;
        this.folders = folders;
    }

    /** Functions of the driver, or why the preset cannot be used. */
    record Functions(NativeFunctions functions, String problem) {
    }

    /** The functions of a driver that has been loaded; {@code symbols} tells whether its library has one. */
    Functions driver(Predicate<String> symbols) {
        for (String f : ALSO_CALLED) {
            if (!symbols.test(f)) {
                return new Functions(null, "it is older than CUDA " + VERSION);
            }
        }
        String runtime = "libcudart.so." + VERSION;
        try {
            Natives.Installed files = natives.install(bundle());
            String said = "";
            for (String folder : folders) {
                Bridge.Opened o = Bridge.tryOpen(folder + runtime, false);
                if (o.handle() != 0) {
                    Presets.load(files, org.bytedeco.cuda.presets.cudart.class, cudart.class);
                    return new Functions(new PresetDriver(symbols), null);
                }
                said = said.isEmpty() ? o.problem().strip() : said;
            }
            return new Functions(null, runtime + " cannot be loaded (install the CUDA toolkit, or name its folder in LD_LIBRARY_PATH): " + said);
        } catch (NativesUnavailable e) {
            return new Functions(null, e.getMessage());
        }
    }

    /** cuBLAS of this version, which has been loaded; null where the preset cannot be. */
    NativeFunctions cublas() {
        try {
            Presets.load(natives.install(bundle()), org.bytedeco.cuda.presets.cublas.class, cublas.class);
            return new PresetCublas();
        } catch (NativesUnavailable e) {
            return null;
        }
    }

    private static NativesBundle bundle() {
        return NativesBundle.optional("cuda", "jacobi-cuda.jar");
    }
}
