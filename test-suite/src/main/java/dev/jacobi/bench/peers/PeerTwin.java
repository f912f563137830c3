package dev.jacobi.bench.peers;

import com.google.gson.Gson;
import dev.jacobi.ArrayFiles;
import dev.jacobi.NDArray;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A Python process with the same rows in JAX: it is told a row's name and inputs, then asked by turns for the time of a call. */
final class PeerTwin implements AutoCloseable {
    /** What it answers: seconds of the first call with compilation, the mean of the result, seconds of a call; or why it cannot. */
    record Answer(double first, double mean, double seconds, String version, String error) {
    }

    private final Process process;
    private final Writer requests;
    private final BufferedReader answers;
    private final Path folder;
    private final String version;

    private PeerTwin(Process process, Path folder) throws IOException {
        this.process = process;
        this.folder = folder;
        requests = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
        version = ask(Map.of("what", "version")).version();
    }

    /** Starts it; what it says beside its answers goes to {@code jax.log} in the folder. */
    static PeerTwin start(Path python, Path script, Path folder) throws IOException {
        var builder = new ProcessBuilder(python.toString(), script.toString()).redirectError(folder.resolve("jax.log").toFile());
        builder.environment().putIfAbsent("JAX_PLATFORMS", "cpu");
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        return new PeerTwin(builder.start(), folder);
    }

    String version() {
        return version;
    }

    /** Hands over the inputs of a row and has its function compiled. */
    Answer load(PeerRow row) throws IOException {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        row.inputs().forEach((name, numbers) -> arrays.put(name, NDArray.of(numbers)));
        Path file = folder.resolve("inputs.npz");
        ArrayFiles.saveNpz(file, arrays);
        Answer answer = ask(new TreeMap<>(Map.of("what", "load", "row", row.twin(), "names", String.join(" ", arrays.keySet()), "file", file.toString())));
        Files.delete(file);
        return answer;
    }

    /** Nanoseconds of one of so many calls. */
    double time(int calls) throws IOException {
        return ask(Map.of("what", "time", "calls", calls)).seconds() * 1e9;
    }

    private Answer ask(Map<String, Object> request) throws IOException {
        String line = exchange(new Gson().toJson(request) + "\n");
        if (line == null) {
            throw new IOException("Python ended without an answer; " + folder.resolve("jax.log") + " says why.");
        }
        Answer answer = new Gson().fromJson(line, Answer.class);
        if (answer.error() != null) {
            throw new IOException("Python: " + answer.error());
        }
        return answer;
    }

    /** Null where Python has ended. */
    private String exchange(String request) throws IOException {
        try {
            requests.write(request);
            requests.flush();
        } catch (IOException e) {
            return null; // nobody reads it any more
        }
        return answers.readLine();
    }

    @Override
    public void close() throws IOException {
        requests.close();
        process.destroy();
    }
}
