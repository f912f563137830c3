// Digests, ciphers and curves: arithmetic of ints and longs in straight lines.
package dev.jacobi.foreign.drivers;

import dev.jacobi.foreign.Data;
import dev.jacobi.foreign.Driver;
import dev.jacobi.foreign.Results;
import java.util.List;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.ChaChaEngine;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Bouncy Castle's lightweight interface. */
public final class BouncyCastle implements Driver {
    @Override
    public String name() {
        return "bouncycastle";
    }

    @Override
    public List<String> include() {
        return List.of("org.bouncycastle.*");
    }

    @Override
    public void run(int round, Results results) {
        byte[] text = Data.bytes(round, 20_000);
        for (Digest digest : List.of(new SHA512Digest(), new SHA3Digest(256), new Blake2bDigest(256))) {
            byte[] out = new byte[digest.getDigestSize()];
            digest.update(text, 0, text.length);
            digest.doFinal(out, 0);
            results.add(out);
        }
        byte[] key = Data.bytes(round + 1, 32);
        var aes = AESEngine.newInstance();
        aes.init(true, new KeyParameter(key));
        byte[] block = new byte[16];
        for (int i = 0; i + 16 <= text.length; i += 16) {
            aes.processBlock(text, i, block, 0);
        }
        results.add(block);
        ChaChaEngine chacha = new ChaChaEngine();
        chacha.init(true, new ParametersWithIV(new KeyParameter(key), Data.bytes(round, 8)));
        byte[] stream = new byte[text.length];
        chacha.processBytes(text, 0, text.length, stream, 0);
        results.add(stream);
        byte[] point = new byte[X25519.POINT_SIZE];
        X25519.scalarMultBase(key, 0, point, 0);
        results.add(point);
        byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(key, 0, publicKey, 0);
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(key, 0, text, 0, 100, signature, 0);
        results.add(Ed25519.verify(signature, 0, publicKey, 0, text, 0, 100) ? signature : new byte[1]);
        results.add(SCrypt.generate(key, text, 64, 8, 1, 32));
    }
}
