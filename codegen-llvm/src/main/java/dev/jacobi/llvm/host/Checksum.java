package dev.jacobi.llvm.host;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.Adler32;
import java.util.zip.CRC32;

/**
 * Tells versions of our own files apart and finds damaged ones, where nobody else can write. The JVM computes it by native code at once, while its security providers, which have
 * SHA-256, take some 15 milliseconds to be loaded.
 */
public final class Checksum {
    private Checksum() {
    }

    /** 24 hexadecimal digits: two checksums and the length. */
    public static String of(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        Adler32 adler = new Adler32();
        adler.update(bytes);
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits((int) crc.getValue()) + hex.toHexDigits((int) adler.getValue()) + hex.toHexDigits(bytes.length);
    }

    /** The same of several texts, where it matters which part stands in which. */
    public static String of(String... texts) {
        StringBuilder all = new StringBuilder();
        for (String t : texts) {
            all.append(t.length()).append(':').append(t);
        }
        return of(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The digits as bytes. */
    public static byte[] bytes(byte[] of) {
        return of(of).getBytes(StandardCharsets.US_ASCII);
    }
}
