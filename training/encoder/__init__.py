"""The recipe of the reader: a pretrained encoder with heads for names, references and relations."""
