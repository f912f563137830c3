package dev.jacobi.ptx.device;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where NVIDIA's libraries may be: where the loader looks, in the toolkit, and in the packages that Python's pip or conda have installed for others. */
final class CudaFolders {
    /** Of an installation of Python: {@code lib/python3.11/site-packages/nvidia/cublas/lib}. */
    private static final List<String> PYTHON = List.of("lib", "python3*", "*-packages", "nvidia", "*", "lib");

    private CudaFolders() {
    }

    /** Each ends with a slash; the first is empty, which is where the loader looks. */
    static List<String> all() {
        return all(System.getenv(), System.getProperty("user.home"));
    }

    static List<String> all(Map<String, String> environment, String home) {
        var out = new ArrayList<String>(List.of("", "/usr/local/cuda/lib64/", "/usr/local/cuda/lib/", "/usr/lib/x86_64-linux-gnu/"));
        for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
            if (environment.get(variable) != null) {
                out.add(environment.get(variable) + "/lib64/");
            }
        }
        if (environment.get("CONDA_PREFIX") != null) {
            out.add(environment.get("CONDA_PREFIX") + "/lib/");
        }
        var pythons = new ArrayList<Path>();
        for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
            if (environment.get(variable) != null) {
                pythons.add(Path.of(environment.get(variable)));
            }
        }
        pythons.add(Path.of(home == null ? "/" : home, ".local"));
        pythons.add(Path.of("/usr/local"));
        pythons.add(Path.of("/usr"));
        for (Path p : pythons) {
            matching(p, 0, out);
        }
        return out;
    }

    private static void matching(Path folder, int depth, List<String> out) {
        if (depth == PYTHON.size()) {
            out.add(folder + "/");
            return;
        }
        try (DirectoryStream<Path> below = Files.newDirectoryStream(folder, PYTHON.get(depth))) {
            for (Path p : below) {
                matching(p, depth + 1, out);
            }
        } catch (IOException e) {
            return; // it is not there, or nothing to be read by this user
        }
    }
}
