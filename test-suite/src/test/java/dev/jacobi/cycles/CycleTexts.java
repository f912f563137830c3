package dev.jacobi.cycles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Writes the StableHLO of the table's methods into a folder: {@code CycleTexts FOLDER [NAME...]}. */
public final class CycleTexts {
    private CycleTexts() {
    }

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        List<String> names = Arrays.asList(args).subList(1, args.length);
        CycleMethods.all(false).forEach((name, lowered) -> {
            if (names.isEmpty() || names.contains(name)) {
                try {
                    Files.writeString(folder.resolve(name + ".mlir"), lowered.call().text("stablehlo"));
                    Files.writeString(folder.resolve(name + ".ir"), lowered.call().text("ir"));
                } catch (Exception e) {
                    System.out.println(name + " has no text: " + e);
                }
            }
        });
    }
}
