#!/usr/bin/env python3
"""Writes the folders beside this file: small tokenizers, and what the Hugging Face libraries make of the same texts.

    make_golden.py MODELS

MODELS holds one folder per family, each with the tokenizer files of a model in the Hugging Face layout in `model/`; the
files of the families named in COPIED are taken from there. The other tokenizers are trained here on the texts below.
Made with tokenizers 0.23.3, transformers 5.23, sentencepiece 0.2.3.
"""
import json
import pathlib
import random
import shutil
import sys
import tempfile

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoTokenizer

HERE = pathlib.Path(__file__).parent

TEXTS = [
    "", " ", "   ", "\t\n  \r\n", "a photo of a cat", "Two dogs playing in the snow near a red house.",
    "Hello, world! It's 3.5 mm (approx.) -- isn't it? #42 & 100%",
    "Café crème à la façade naïve; über Straße, señor", "a   photo  of\ta   cat ", "  leading and trailing  ",
    "一只猫坐在红色的椅子上", "CT影像 shows 左肺 nodule，约3.5毫米。", "日本語のテキスト、カタカナ。ｱｲｳ ＡＢＣ １２３！", "مرحبا بالعالم ١٢٣",
    "नमस्ते दुनिया क्षत्रिय", "สวัสดีชาวโลก ำ", "한국어 문장 각 \u1112\u1161\u11ab", "a happy 😺 on a 🚲",
    "👨\u200d👩\u200d👧\u200d👦 family 👍🏽 ok", "🇩🇪🇫🇷 flags 🏳️\u200d🌈❤️\u200d🔥1️⃣",
    "e\u0301 e\u0300\u0323 cafe\u0301 A\u030a ﬁ ½ Ⅷ ①②", "\u0301 start with mark x\u0301\u0302\u0323y",
    "a\u00a0b\u2003c\u3000d\u200be\u2028f no\u00adsoft", "ctrl\x01\x02\x7f\x85 chars \x1b[0m \ufeffbom \ufffd nul\x00",
    "I'm you're they'll we've he'd it's DON'T CAN'T I'M 'S 'ſ x's'y", "don’t ‘quote’ “double” – — … ‥",
    "1234567890 3.14159 1,000,000 1st 2nd ٣٤", "İstanbul ΣΑΣ ΟΔΥΣΣΕΥΣ σς ǅ ẞ", "under_score CamelCase kebab-case a/b\\c",
    "<|startoftext|> hi <|endoftext|> there", "<s>hi</s> <mask> <pad><unk> [CLS] x [SEP] [MASK]y [UNK]",
    "  <mask>  x   <mask>.", "<image>\nWhat is this? <image><image>", "▁already ▁▁ metaspace▁x",
    "line1\nline2\r\nline3\n\n\nline4   \n  x", "!!!???...", "a" * 120 + " b", "𝒜𝓫𝕮 𠀀𪛖 \U0010ffff \ue000",
    "a photo of a cat. " * 12, "0x1F <0x41> <0xE2>", "''s 's '", "mail@example.com https://example.org/p?x=1&y=2",
    "ΐ ΰ ﷺ ẛ\u0323 \u2126 \u212b ㍻㎏℃", "tab\tsep\x0bvt\x0cff\x1cfs", "Photo of photos, Photo",
]
SENTENCES = [
    "a photo of a cat sitting on the mat", "two dogs and three cats playing in the snow near a red house",
    "the quick brown fox jumps over the lazy dog", "Hello world, don't stop: it's 3.5 mm (approx.)",
    "they'll say we've seen you're here and he'd know", "the scan shows no sign of fracture in the left lung",
] * 8
BYTES = [f"<0x{byte:02X}>" for byte in range(256)]
COPIED = {
    "clip": ["tokenizer.json"], "roberta": ["tokenizer.json"], "whisper": ["tokenizer.json"], "llava": ["tokenizer.json"],
    "qwen2": ["tokenizer.json"], "vilt": ["tokenizer.json"], "chinese_clip": ["tokenizer.json"],
    "siglip": ["spiece.model"], "clip_files": ["vocab.json", "merges.txt"], "roberta_files": ["vocab.json", "merges.txt"],
    "whisper_files": ["vocab.json", "merges.txt"], "bert_files": ["vocab.txt"], "wav2vec2": ["vocab.json"],
}
FAMILIES = {"roberta": "clap", "qwen2": "qwen2_vl", "clip_files": "clip", "roberta_files": "clap", "whisper_files": "whisper",
            "bert_files": "chinese_clip"}


def training_texts():
    return [text for text in TEXTS if text.strip() and len(text) < 400] + SENTENCES


def copy(source):
    for name, files in COPIED.items():
        folder = HERE / name
        folder.mkdir(exist_ok=True)
        for file in files + ["tokenizer_config.json"]:
            shutil.copyfile(source / FAMILIES.get(name, name) / "model" / file, folder / file)


def save(name, tokenizer, config):
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=1) + "\n")


def charsmap():
    """The rules "nmt_nfkc" that XLM-R, T5 and SigLIP carry."""
    model = sentencepiece_model_pb2.ModelProto()
    model.ParseFromString((HERE / "siglip" / "spiece.model").read_bytes())
    return model.normalizer_spec.precompiled_charsmap


def template(tokenizer, single, pair):
    names = [name for name in ("<s>", "</s>") if name in single + pair]
    return processors.TemplateProcessing(single=single, pair=pair,
                                         special_tokens=[(name, tokenizer.token_to_id(name)) for name in names])


def train_xlmr():
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Precompiled(charsmap())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    tokenizer.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(vocab_size=300, special_tokens=["<s>", "<pad>", "</s>", "<unk>"], unk_token="<unk>",
                                      show_progress=False)
    tokenizer.train_from_iterator(SENTENCES, trainer)
    tokenizer.post_processor = template(tokenizer, "<s> $A </s>", "<s> $A </s> </s> $B </s>")
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, normalized=False, special=True)])
    save("xlmr", tokenizer, {"tokenizer_class": "XLMRobertaTokenizerFast", "bos_token": "<s>", "mask_token": "<mask>",
                             "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>", "cls_token": "<s>",
                             "sep_token": "</s>", "model_max_length": 512})


def train_unigram_bytes():
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(),
                                                 normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    tokenizer.decoder = decoders.Sequence([decoders.ByteFallback(), decoders.Metaspace(prepend_scheme="first")])
    trainer = trainers.UnigramTrainer(vocab_size=520, special_tokens=["<unk>", "<s>", "</s>"] + BYTES, unk_token="<unk>",
                                      show_progress=False)
    tokenizer.train_from_iterator(SENTENCES, trainer)
    document = json.loads(tokenizer.to_str())
    document["model"]["byte_fallback"] = True
    document["added_tokens"] = document["added_tokens"][:3]
    tokenizer = Tokenizer.from_str(json.dumps(document))
    tokenizer.post_processor = template(tokenizer, "$A </s>", "$A </s> $B:1 </s>:1")
    save("unigram_bytes", tokenizer, {"eos_token": {"content": "</s>", "__type": "AddedToken"}, "unk_token": "<unk>",
                                      "padding_side": "left", "truncation_side": "right"})


def train_bpe_words():
    """BPE over characters with every part that the published ones have not."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, continuing_subword_prefix="##"))
    tokenizer.normalizer = normalizers.Sequence([
        normalizers.NFD(), normalizers.StripAccents(), normalizers.Lowercase(), normalizers.Replace("``", '"'),
        normalizers.Replace(Regex(r"\bcat\b"), "dog"), normalizers.Strip(), normalizers.Prepend("^")])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Digits(individual_digits=True),
        pre_tokenizers.Punctuation("merged_with_previous"), pre_tokenizers.Split("o", "merged_with_next", False),
        pre_tokenizers.Split(Regex("[aeiu]{2}"), "contiguous", True)])
    tokenizer.decoder = decoders.WordPiece("##", cleanup=True)
    trainer = trainers.BpeTrainer(vocab_size=240, special_tokens=["<unk>", "<s>", "</s>"], show_progress=False,
                                  continuing_subword_prefix="##")
    tokenizer.train_from_iterator(SENTENCES, trainer)
    tokenizer.post_processor = processors.BertProcessing(("</s>", 2), ("<s>", 1))
    tokenizer.add_tokens([AddedToken("Photo", single_word=True, normalized=True),
                          AddedToken("[MASK]", lstrip=True, rstrip=True, normalized=False)])
    tokenizer.add_special_tokens([AddedToken("<image>", normalized=False, special=True)])
    save("bpe_words", tokenizer, {"tokenizer_class": "PreTrainedTokenizerFast", "cls_token": "<s>"})


def train_byte_level(name, pre_tokenizer, post_processor, ignore_merges, suffix=None):
    tokenizer = Tokenizer(models.BPE(end_of_word_suffix=suffix) if suffix else models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=420, special_tokens=["<s>", "</s>"], show_progress=False,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
                                  **({"end_of_word_suffix": suffix} if suffix else {}))
    tokenizer.train_from_iterator(SENTENCES, trainer)
    tokenizer.post_processor = post_processor(tokenizer)
    document = json.loads(tokenizer.to_str())
    document["model"]["ignore_merges"] = ignore_merges
    if not ignore_merges:
        document["model"]["merges"] = [" ".join(merge) for merge in document["model"]["merges"]]
    tokenizer = Tokenizer.from_str(json.dumps(document))
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, normalized=False, special=True)])
    save(name, tokenizer, {"bos_token": "<s>", "mask_token": "<mask>"})


def train_byte_levels():
    llama3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
              r"|\s+(?!\S)|\s+")
    other = (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
             r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")
    with_regex = lambda regex: pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(regex), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    sequence = lambda tokenizer: processors.Sequence([processors.ByteLevel(trim_offsets=True),
                                                      template(tokenizer, "<s> $A", "<s> $A $B:1")])
    train_byte_level("llama3", with_regex(llama3), sequence, True)
    train_byte_level("any_regex", with_regex(other), sequence, False)
    train_byte_level("prefix_space", pre_tokenizers.ByteLevel(add_prefix_space=True),
                     lambda _: processors.RobertaProcessing(("</s>", 1), ("<s>", 0), trim_offsets=True,
                                                            add_prefix_space=True), False)


def train_word_level():
    tokenizer = Tokenizer(models.WordLevel(unk_token="<unk>"))
    tokenizer.normalizer = normalizers.NFKD()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.train_from_iterator(training_texts(), trainers.WordLevelTrainer(
        vocab_size=200, special_tokens=["<unk>"], show_progress=False))
    save("word_level", tokenizer, {"unk_token": "<unk>"})


def train_sentencepiece(name, file, config, **options):
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        prefix = f"{scratch}/model"
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(text.replace("\n", " ").replace("\0", "") for text in training_texts()),
            model_prefix=prefix, minloglevel=2, normalization_rule_name="identity", hard_vocab_limit=False,
            character_coverage=0.98, **options)
        shutil.copyfile(prefix + ".model", folder / file)
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=1) + "\n")


def train_all():
    train_xlmr()
    train_unigram_bytes()
    train_bpe_words()
    train_byte_levels()
    train_word_level()
    train_sentencepiece("t5_model", "spiece.model", {"tokenizer_class": "T5Tokenizer"}, vocab_size=300, pad_id=0, eos_id=1,
                        unk_id=2, bos_id=-1)
    train_sentencepiece("xlmr_model", "sentencepiece.bpe.model", {"tokenizer_class": "XLMRobertaTokenizer"}, vocab_size=300)
    train_sentencepiece("llama_model", "tokenizer.model",
                        {"tokenizer_class": "LlamaTokenizer", "add_bos_token": True, "legacy": False}, vocab_size=600,
                        model_type="bpe", byte_fallback=True, remove_extra_whitespaces=False)


def facts(tokenizer):
    found = {role: getattr(tokenizer, role + "_token_id") for role in ("bos", "eos", "unk", "sep", "cls", "pad", "mask")}
    found["model_max_length"] = tokenizer.model_max_length if tokenizer.model_max_length < 10**9 else None
    found["padding_side"] = tokenizer.padding_side
    return found


def golden_of_backend(tokenizer):
    """tokenizer.json: the Rust library itself."""
    cases = []
    for text, other in zip(TEXTS, TEXTS[4:] + TEXTS[:4]):
        tokenizer.no_truncation()
        encoding = tokenizer.encode(text)
        case = {"text": text, "ids": encoding.ids, "offsets": encoding.offsets,
                "decoded": tokenizer.decode(encoding.ids, skip_special_tokens=False),
                "skipped": tokenizer.decode(encoding.ids, skip_special_tokens=True)}
        tokenizer.enable_truncation(7)
        case["cut"] = tokenizer.encode(text).ids
        if len(cases) % 4 == 0:
            case.update(other=other, pair_cut=tokenizer.encode(text, other).ids)
            tokenizer.no_truncation()
            pair = tokenizer.encode(text, other)
            case.update(pair_ids=pair.ids, pair_types=pair.type_ids)
        cases.append(case)
    return {"cases": cases}


def golden_of_class(tokenizer):
    """Other files: the class that transformers builds from them."""
    cases = []
    for text in TEXTS:
        ids = tokenizer(text)["input_ids"]
        case = {"text": text, "ids": ids, "cut": tokenizer(text, truncation=True, max_length=7)["input_ids"],
                "decoded": tokenizer.decode(ids), "skipped": tokenizer.decode(ids, skip_special_tokens=True)}
        if tokenizer.is_fast:
            case["offsets"] = tokenizer(text, return_offsets_mapping=True)["offset_mapping"]
        cases.append(case)
    return {"cases": cases, "facts": facts(tokenizer)}


def golden_of_letters(tokenizer):
    draw = random.Random(1)
    cases = []
    for _ in range(40):
        ids = [draw.choice([0, 0, 1, 2, 3, 4, 4] + list(range(5, 32))) for _ in range(draw.randint(0, 30))]
        ids = [token for token in ids for _ in range(draw.choice([1, 1, 3]))]
        cases.append({"ids": ids, "decoded": tokenizer.decode(ids), "skipped": tokenizer.decode(ids, skip_special_tokens=True)})
    return {"letters": cases, "facts": facts(tokenizer)}


def golden_of(folder):
    if folder.name == "wav2vec2":
        return golden_of_letters(AutoTokenizer.from_pretrained(folder))
    if not (folder / "tokenizer.json").exists():
        return golden_of_class(AutoTokenizer.from_pretrained(folder))
    golden = golden_of_backend(Tokenizer.from_file(str(folder / "tokenizer.json")))
    if folder.name in COPIED:
        tokenizer = AutoTokenizer.from_pretrained(folder)
        golden["facts"] = facts(tokenizer)
        for case in golden["cases"]:  # CLIP's class rewrites what its backend decodes
            case["decoded"] = tokenizer.decode(case["ids"])
            case["skipped"] = tokenizer.decode(case["ids"], skip_special_tokens=True)
    return golden


def dump(golden):
    for case in golden.get("cases", []):
        if case["skipped"] == case["decoded"]:
            del case["skipped"]
    lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":"))
                       for case in golden.get("cases", golden.get("letters")))
    key = "cases" if "cases" in golden else "letters"
    return f'{{"facts":{json.dumps(golden.get("facts"))},\n"{key}":[\n{lines}\n]}}\n'


def main():
    random.seed(0)
    copy(pathlib.Path(sys.argv[1]))
    train_all()
    for folder in sorted(path for path in HERE.iterdir() if path.is_dir()):
        (folder / "expected.json").write_text(dump(golden_of(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()
