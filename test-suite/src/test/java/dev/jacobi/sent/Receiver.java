package dev.jacobi.sent;

import dev.jacobi.Fn1;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program that knows nothing of the functions which it reads: it calls each with the argument beside it, and writes what they give. */
public final class Receiver {
    private Receiver() {
    }

    /** {@code Receiver FROM TO}. */
    public static void main(String[] args) throws IOException, ClassNotFoundException {
        try (var in = new ObjectInputStream(Files.newInputStream(Path.of(args[0]))); var out = new ObjectOutputStream(Files.newOutputStream(Path.of(args[1])))) {
            Object[][] calls = (Object[][]) in.readObject();
            Object[] results = new Object[calls.length];
            for (int k = 0; k < calls.length; k++) {
                @SuppressWarnings("unchecked")
                var f = (Fn1<Object, Object>) calls[k][0];
                results[k] = f.apply(calls[k][1]);
            }
            out.writeObject(results);
        }
    }
}
