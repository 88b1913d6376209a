"""Names of Azerbaijan whose Russian form follows custom, not letters: ``Heydər`` is ``Гейдар``, ``Hacı`` ``Гаджи``.

Roots of given and family names, each in the Azerbaijani spelling with its Russian forms. What the English press writes
(``Heydar``, ``Haji``) is the Azerbaijani letter by letter and need not be listed. A root that is a different name when
its marks are left out (``Əmin`` and ``Emin``) is not listed: it is not for us to say which of the two was meant.
"""

ROOTS = """
Abbas Аббас
Abdulla Абдулла
Adil Адиль
Ağa Ага
Akif Акиф
Anar Анар
Araz Араз
Arif Ариф
Aslan Аслан
Ataş Аташ
Aydın Айдын
Ayxan Айхан
Azər Азер
Babək Бабек
Bəhram Бахрам
Bəxtiyar Бахтияр
Bəşir Башир
Bayram Байрам
Cabbar Джаббар
Cahangir Джахангир
Cavad Джавад
Cavid Джавид
Ceyhun Джейхун
Cəfər Джафар Джафер
Cəlal Джалал
Cəlil Джалил
Cəmil Джамиль
Cümşüd Джумшуд
Çingiz Чингиз
Elçin Эльчин
Eldar Эльдар
Elxan Эльхан
Elman Эльман
Elmar Эльмар
Elnarə Эльнара
Elnur Эльнур
Elşad Эльшад
Elşən Эльшан
Elvin Эльвин
Emin Эмин
Əbülfəz Абульфаз
Əhməd Ахмед Ахмад
Əkbər Акпер Акбар
Əkrəm Акрам
Ələkbər Алекпер
Ələsgər Алескер
Əli Али
Əlirza Алирза
Əliyar Алияр
Əsəd Асад
Əsgər Аскер Аскар
Əşrəf Ашраф
Əziz Азиз
Fazil Фазиль
Fərhad Фархад
Fərid Фарид
Fəridə Фарида
Fərman Фарман
Fikrət Фикрет
Firudin Фирудин
Füzuli Физули
Gülnarə Гюльнара
Gülşən Гюльшан
Günel Гюнель
Günay Гюнай
Hacı Гаджи
Hafiz Хафиз Гафиз
Həbib Габиб
Həmid Гамид
Həsən Гасан
Həzi Гази
Heydər Гейдар
Hidayət Хидаят
Hikmət Хикмет Хикмат
Hümbət Гумбат
Hüseyn Гусейн
İbrahim Ибрагим
İdris Идрис
İlham Ильхам
İlqar Ильгар
İlyas Ильяс
İmran Имран
İsa Иса
İsgəndər Искендер
İskəndər Искендер Искандер
İsmayıl Исмаил
İsmət Исмет
Kamal Камал
Kamran Камран
Kazım Кязим
Kərim Керим
Könül Кёнуль
Lalə Лала
Leyla Лейла
Lətif Лятиф
Ləman Ляман
Mahmud Махмуд
Mais Маис
Məhərrəm Магеррам
Məhəmməd Магомед Мухаммед
Məlik Мелик Малик
Məmməd Мамед
Məmmədyar Мамедъяр
Mehdi Мехти
Mehriban Мехрибан
Mikayıl Микаил
Mirzə Мирза
Muxtar Мухтар
Murad Мурад
Musa Муса
Mustafa Мустафа
Mübariz Мубариз
Müslüm Муслим
Nağı Наги
Namiq Намик
Nazim Назим
Nadir Надир
Nərgiz Наргиз
Nəriman Нариман
Nəsib Насиб
Nəsir Насир
Nicat Ниджат
Nigar Нигяр
Nizami Низами
Novruz Новруз
Orxan Орхан
Paşa Паша
Pərviz Парвиз
Qafar Гафар Кафар
Qara Кара Гара
Qasım Касум Гасым Касым
Qədir Гадир Кадыр
Qəhrəman Гахраман
Qənbər Ганбар
Qəni Гани
Qəzənfər Газанфар
Qəmbər Гамбар
Quli Кули Гули
Qulam Гулам
Qurban Курбан Гурбан
Qüdsi Гудси
Rafiq Рафик
Ramil Рамиль
Ramin Рамин
Ramiz Рамиз
Rasim Расим
Rauf Рауф
Rəhim Рагим
Rəhman Рахман
Rəsul Расул
Rəşad Рашад
Rəşid Рашид
Ruslan Руслан
Rüstəm Рустам
Rövşən Ровшан
Rza Рза
Sabir Сабир
Sadıq Садык Садыг
Sahib Сахиб
Sahibə Сахиба
Salman Салман
Samir Самир
Seyid Сеид
Sevinc Севиндж
Səfər Сафар
Səlim Салим
Səməd Самед
Səttar Саттар
Süleyman Сулейман
Sultan Султан
Şahin Шахин
Şəmsəddin Шамсаддин
Şərif Шариф
Şirin Ширин
Şirəli Ширали
Tağı Таги
Talıb Талыб
Tofiq Тофик
Tahir Тахир
Turan Туран
Tural Турал
Vaqif Вагиф
Vasif Васиф
Vəli Вели
Vilayət Вилаят
Vüqar Вугар
Vüsal Вюсал
Xalid Халид
Xan Хан
Xanlar Ханлар
Xəlil Халил
Xəzər Хазар
Yaqub Ягуб
Yasin Ясин
Yaşar Яшар
Yusif Юсиф Юсуф
Yunus Юнус
Zahid Захид
Zakir Закир
Zaur Заур
Zəhra Захра
Zeynal Зейнал
Zeynəb Зейнаб
Ziya Зия
Zülfüqar Зульфугар
"""
# Endings of family names: in Azerbaijani, in the English press, in Russian, each as folded.
ENDINGS = """
ov ov ov
ova ova ova
yev yev ev
yeva yeva eva
zade zade zade
zade zada zade
zade zadeh zade
li li ly
lu lu lu
beyli bayli beyli
beyli beyli beyli
bayli bayli bayli
"""
