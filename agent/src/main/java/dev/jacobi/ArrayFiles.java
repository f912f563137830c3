package dev.jacobi;

import dev.jacobi.array.host.Files;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Files of arrays: NumPy's {@code .npy} and {@code .npz}, and {@code .safetensors}, as models' weights are published.
 *
 * <pre>{@code
 * Map<String, NDArray> weights = ArrayFiles.loadSafetensors(Path.of("model.safetensors"));
 * ArrayFiles.saveNpz(Path.of("out.npz"), Map.of("x", x, "y", y));
 * }</pre>
 */
public final class ArrayFiles {
    private ArrayFiles() {
    }

    /**
     * Reads the array of an {@code .npy} file.
     *
     * @param file what {@code np.save} wrote
     * @return the array, of the type that the file has
     * @throws IOException if there is no such file, or it is no whole .npy file of numbers
     */
    public static NDArray loadNpy(Path file) throws IOException {
        return Files.load(file);
    }

    /**
     * Writes an array as an {@code .npy} file.
     *
     * @param file where to; what is there is replaced when the new file is whole
     * @param array what to write
     * @throws IOException if the file cannot be written
     */
    public static void saveNpy(Path file, NDArray array) throws IOException {
        Files.save(file, array);
    }

    /**
     * Reads all arrays of an {@code .npz} file.
     *
     * @param file what {@code np.savez} or {@code np.savez_compressed} wrote
     * @return the arrays by name, in the file's order
     * @throws IOException if there is no such file, or it is no whole .npz file of numbers
     */
    public static Map<String, NDArray> loadNpz(Path file) throws IOException {
        return Files.loadAll(file);
    }

    /**
     * Writes arrays as an {@code .npz} file that is not packed.
     *
     * @param file where to; what is there is replaced when the new file is whole
     * @param arrays what to write, by name
     * @throws IOException if the file cannot be written
     */
    public static void saveNpz(Path file, Map<String, NDArray> arrays) throws IOException {
        Files.saveAll(file, arrays, false);
    }

    /**
     * Writes arrays as an {@code .npz} file that is packed.
     *
     * @param file where to; what is there is replaced when the new file is whole
     * @param arrays what to write, by name
     * @throws IOException if the file cannot be written
     */
    public static void saveNpzCompressed(Path file, Map<String, NDArray> arrays) throws IOException {
        Files.saveAll(file, arrays, true);
    }

    /**
     * Reads the tensors of a {@code .safetensors} file.
     *
     * @param file the file; each of its tensors is smaller than 2 GB
     * @return the arrays by name, in the order of their bytes
     * @throws IOException if there is no such file, or it is no whole .safetensors file
     */
    public static Map<String, NDArray> loadSafetensors(Path file) throws IOException {
        return Files.loadTensors(file);
    }

    /**
     * Reads what a {@code .safetensors} file says about itself.
     *
     * @param file the file
     * @return strings by name, often none
     * @throws IOException if there is no such file, or it is no whole .safetensors file
     */
    public static Map<String, String> safetensorsMetadata(Path file) throws IOException {
        return Files.metadata(file);
    }

    /**
     * Writes arrays as a {@code .safetensors} file.
     *
     * @param file where to; what is there is replaced when the new file is whole
     * @param arrays what to write, by name
     * @param metadata strings about them, or an empty map
     * @throws IOException if the file cannot be written
     */
    public static void saveSafetensors(Path file, Map<String, NDArray> arrays, Map<String, String> metadata) throws IOException {
        Files.saveTensors(file, arrays, metadata);
    }
}
